// Preloaded into every process that our scripts start: when its parent is gone, however it ended, it stops too.
// It looks instead of listening: a listener would keep the process alive, and workers of Next inherit this preload.
const LOOK_MILLISECONDS = 500;

if (process.connected) {
  const look = setInterval(() => {
    if (process.connected) return;
    clearInterval(look);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_MILLISECONDS);
  look.unref();
}
