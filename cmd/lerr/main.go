// Command lerr publishes a law enforcement requests report.
//
// It joins the parts of the program and decides nothing. Start reading at run, then serve.go.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones for release times, also on machines without them
)

func main() {
	signal.Ignore(syscall.SIGHUP) // the end of the shell that started it ends no server
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs the command that args name and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot(
		initCommand(),
		backupCommand(),
		restoreCommand(),
		copyCommand(),
		serveCommand(),
		checkCommand(),
		publishCommand(),
		withdrawCommand(),
		exportCommand(),
		userCommand(),
		verifyCommand(),
		auditCommand(),
		templateCommand(),
		versionCommand(),
	)
	return runCommand(ctx, root, args, stdout, stderr)
}
