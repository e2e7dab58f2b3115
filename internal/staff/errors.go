package staff

import (
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// The errors of this package, in addition to report's kinds.
var (
	// ErrSignIn is the same for a wrong name, password or code, so that nobody learns which of them
	// was wrong (ASVS 5.0, 6.3.8).
	ErrSignIn = errors.New("name, password or code is wrong")
	// ErrNoSession says that the session does not exist or has ended: sign in.
	ErrNoSession = errors.New("no session")
	// ErrSecondFactor says that the session still needs its second factor.
	ErrSecondFactor = errors.New("second factor needed")
	// ErrEnrol says that the account must set up a second factor first.
	ErrEnrol = errors.New("second factor must be set up")
	// ErrStepUp says that the second factor must be entered again first.
	ErrStepUp = errors.New("second factor must be entered again")
	// ErrInvitation says that a link never existed, was used or revoked, or has expired.
	ErrInvitation = fmt.Errorf("link is not valid: %w", report.ErrNotFound)
	// ErrNameTaken says that another account has the sign-in name.
	ErrNameTaken = fmt.Errorf("sign-in name is taken: %w", report.ErrConflict)
	// ErrLastAdministrator says that no administrator would be left.
	ErrLastAdministrator = fmt.Errorf("last administrator: %w", report.ErrConflict)
	// ErrLastFactor says that the account would be left without a second factor.
	ErrLastFactor = fmt.Errorf("last second factor: %w", report.ErrConflict)
	// ErrCloned says that a passkey's counter did not rise, so that a copy of it may exist. It is also
	// ErrSignIn; only the audit log distinguishes them.
	ErrCloned = fmt.Errorf("passkey counted backwards: %w", ErrSignIn)
)

// Throttled is the error of an attempt that came too early after failed ones. It does not reveal whether
// the account exists, since unknown names are throttled too.
type Throttled struct {
	Until time.Time // the first moment at which an attempt is checked again
}

func (t Throttled) Error() string {
	return fmt.Sprintf("too many failed attempts, wait until %s", t.Until.UTC().Format(time.RFC3339))
}
