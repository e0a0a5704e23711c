import { handleAuth } from "@/lib/web/auth-handler";

export { handleAuth as GET, handleAuth as POST };
