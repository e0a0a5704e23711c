import { ROLES, type Role } from "@/lib/domain/role";
import { ROLE_TEXT } from "@/lib/domain/role-text";

/** A choice among all roles, by the name `role`. */
export function RoleSelect({ id, label, value }: { id?: string; label?: string; value: Role }) {
  return (
    <select id={id} name="role" aria-label={label} defaultValue={value} className="input w-auto">
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {ROLE_TEXT[role].name}
        </option>
      ))}
    </select>
  );
}
