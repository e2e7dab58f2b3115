package staff

import (
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// The errors of this package beside report's kinds: ErrNotFound, ErrConflict, ErrForbidden and
// ErrInvalid.
var (
	// ErrSignIn is the one answer to a wrong name, password or code, so that it tells nobody which
	// of them was wrong (ASVS 5.0, 6.3.8).
	ErrSignIn = errors.New("name, password or code is wrong")
	// ErrNoSession says that there is no such session, or no more: sign in.
	ErrNoSession = errors.New("no session")
	// ErrSecondFactor says that the session still waits for its second factor.
	ErrSecondFactor = errors.New("second factor needed")
	// ErrEnrol says that the account has no second factor yet, and must get one first.
	ErrEnrol = errors.New("second factor must be set up")
	// ErrStepUp says that the second factor must be entered once more before this.
	ErrStepUp = errors.New("second factor must be entered again")
	// ErrInvitation says that a link was never made, was used, was revoked, or has expired.
	ErrInvitation = fmt.Errorf("link is not valid, or no more: %w", report.ErrNotFound)
	// ErrNameTaken says that another account has the sign-in name.
	ErrNameTaken = fmt.Errorf("sign-in name is taken: %w", report.ErrConflict)
	// ErrLastAdministrator says that nobody would be left to manage accounts.
	ErrLastAdministrator = fmt.Errorf("last administrator: %w", report.ErrConflict)
	// ErrLastFactor says that the account would be left without a second factor.
	ErrLastFactor = fmt.Errorf("last second factor: %w", report.ErrConflict)
	// ErrCloned says that a passkey counted backwards, so that two copies of it may exist. It is
	// always ErrSignIn too; it is told apart for the audit log.
	ErrCloned = fmt.Errorf("passkey counted backwards: %w", ErrSignIn)
)

// Throttled is the error of a try that came too early after failed ones. It says nothing about
// whether the account exists, since names that do not exist are slowed alike.
type Throttled struct {
	Until time.Time // the first moment at which a try is looked at again
}

func (t Throttled) Error() string {
	return fmt.Sprintf("too many failed tries, wait until %s", t.Until.UTC().Format(time.RFC3339))
}
