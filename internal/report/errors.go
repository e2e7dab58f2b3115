package report

import "errors"

// The kinds of error that a caller can act on. Wrap them with the attempted action. Any other error
// is a fault of the program.
var (
	// ErrNotFound reports that something does not exist, or must look as if it did not.
	ErrNotFound = errors.New("not found")
	// ErrConflict reports that something has changed meanwhile or exists already.
	ErrConflict = errors.New("conflict")
	// ErrForbidden reports that the caller may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrInvalid reports unacceptable input.
	ErrInvalid = errors.New("invalid")
	// ErrBusy reports that nothing was done because something else took too long. It can be tried again.
	ErrBusy = errors.New("busy")
	// ErrUnreachable reports that the database cannot be reached or cannot be written at the moment. Whether the action
	// was done is not known; it can be tried again.
	ErrUnreachable = errors.New("the database cannot be reached")
)
