package staff

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"lerr/internal/audit"
)

// The actors of events that nobody with an account caused.
const (
	anonymous = "not signed in" // has not proved who they are
	program   = "lerr"
)

// event returns an audit event of this moment.
func (svc *Service) event(actor, action, text string) audit.Event {
	return audit.Event{At: svc.clock(), Actor: actor, Action: action, Text: text}
}

// logged stores the event of a failed attempt. It returns the attempt's error, or the store's.
func (svc *Service) logged(ctx context.Context, e audit.Event, attempt error) error {
	if err := svc.store.Record(ctx, e); err != nil {
		return err
	}
	return attempt
}

// changeEvent returns the event of an administrator's change of an account. text may be empty.
func (svc *Service) changeEvent(by, action string, a Account, text string) EndedEvent {
	about := a.Name
	if text != "" {
		about += ": " + text
	}
	return func(ended int) audit.Event {
		if ended > 0 {
			return svc.event(by, action, about+"; "+plural(ended, "session", "sessions")+" ended")
		}
		return svc.event(by, action, about)
	}
}

// failedSignIn returns the event of a wrong name or password. a is the zero Account when no account
// has the typed name. Then the event holds only its first characters: people type their password
// into the wrong field, and the audit log is permanent.
func (svc *Service) failedSignIn(typed string, a Account, c Client) audit.Event {
	name := a.Name
	if name == "" {
		name = beginning(typed) + ", which no account has"
	}
	return svc.event(anonymous, "sign-in failed", fmt.Sprintf("as %s, from %s", name, c.Address))
}

// beginning returns the first characters of a typed text, quoted so that a log can show it.
func beginning(typed string) string {
	const kept = 3
	runes := []rune(typed)
	if len(runes) <= kept {
		return strconv.QuoteToGraphic(typed)
	}
	return strconv.QuoteToGraphic(string(runes[:kept]) + "…")
}

func plural(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return strconv.Itoa(n) + " " + many
}

// sentence joins names with commas and "and".
func sentence(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// expiredEvent returns the event of the removal of invitations that nobody has used in time.
func (svc *Service) expiredEvent(n int) audit.Event {
	return svc.event(program, "invitations expired", plural(n, "invitation", "invitations"))
}
