package main

import (
	"context"
	"fmt"
	"io"
)

// version is stamped in by the build.
var version = "dev"

func printVersion(_ context.Context, _ []string, stdout, _ io.Writer) error {
	_, err := fmt.Fprintf(stdout, "lerr %s\n", version)
	return err
}
