package main

import (
	"errors"

	"lerr/internal/publish"
	"lerr/internal/store"
)

// Exit codes, for scripts and service managers.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong flags or arguments, or a check that could not run
	exitForeign = 3 // the database belongs to another program or a newer lerr; it is not changed
	exitDamaged = 4 // the stored figures, the audit log or an audited site differ from what was written
)

// usageError marks an error that ends the program with exitUsage.
type usageError struct{ error }

// Unwrap returns the error itself.
func (e usageError) Unwrap() error { return e.error }

func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer):
		return exitForeign
	case errors.Is(err, publish.ErrDamaged), errors.Is(err, errUnfit), store.Altered(err):
		return exitDamaged
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}
