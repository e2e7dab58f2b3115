// Ignore aborted transitions, for example after a second click.
for (const name of ["pagereveal", "pageswap"]) {
  addEventListener(name, (event) => {
    for (const step of ["ready", "updateCallbackDone", "finished"]) event.viewTransition?.[step].catch(() => {});
  });
}
