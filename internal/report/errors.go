package report

import "errors"

// The four kinds of error that a caller can act on. Wrap them with what was attempted; anything
// that is none of them is a fault of ours.
var (
	// ErrNotFound says that the thing asked for does not exist, or must look as if it did not.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that the thing has changed or exists already.
	ErrConflict = errors.New("conflict")
	// ErrForbidden says that this caller may not do it.
	ErrForbidden = errors.New("forbidden")
	// ErrInvalid says that the input is not acceptable as it is.
	ErrInvalid = errors.New("invalid")
)
