package main

import (
	"errors"
	"flag"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/store"
)

// Exit codes, for scripts and service managers.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2 // flags or arguments are off
	exitForeign = 3 // the database is not ours, or a newer program's: not touched
	exitDamaged = 4 // the database holds figures that are not as they were published
)

// errUsage marks an error in flags or arguments; errHelp that help was asked for and given.
var (
	errUsage = errors.New("see --help")
	errHelp  = flag.ErrHelp
)

func exitCode(err error) int {
	switch {
	case err == nil, errors.Is(err, errHelp):
		return exitOK
	case errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer):
		return exitForeign
	case errors.Is(err, errUsage):
		return exitUsage
	case errors.Is(err, publish.ErrDamaged), errors.Is(err, store.ErrCorrupt), errors.Is(err, audit.ErrAltered):
		return exitDamaged
	}
	return exitFailed
}
