package notify

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Kind says what has happened. It is the type of a webhook.
type Kind string

// The kinds of messages.
const (
	Submitted Kind = "draft.submitted"
	Returned  Kind = "draft.returned"
	Approved  Kind = "draft.approved"
	Scheduled Kind = "draft.scheduled"
	TakenBack Kind = "draft.taken_back" // its submission, approval or schedule has ended
	Soon      Kind = "release.soon"
	Published Kind = "release.published"
	Late      Kind = "release.late"   // published, but after its time
	Failed    Kind = "release.failed" // its time has come, and it is not public
	Withdrawn Kind = "period.withdrawn"
	Test      Kind = "notification.test"

	DateProposed  Kind = "announcement.proposed" // waits for a second person
	DateAnnounced Kind = "announcement.made"     // a release date is public, or another one, or none any more
	DateMissed    Kind = "announcement.missed"   // the announced time has come, and nothing is public
)

// Message tells of one thing that has happened. It has no field for a figure, a note or a reason: whoever reads mail
// may not be staff.
type Message struct {
	ID         string // the same at each attempt
	Kind       Kind
	At         time.Time // of what happened, UTC
	Until      time.Time // from when on it is of no use; zero if there is no such time
	Period     string    // such as "2019-H2"; empty for a test
	Label      string    // the period for people, such as "2019 (Jul-Dec)"
	Correction bool      // the draft corrects what is published
	Draft      string    // ID; empty if it is about none
	By         string    // who did it; empty for what happens by itself
	Release    time.Time // the scheduled time; zero if there is none
	Zone       string    // IANA name of the zone in which that time was given
}

// NewID returns a random ID.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return "msg_" + hex.EncodeToString(b[:])
}

// IDOf returns the ID of a message that must be sent once for what the parts name, however often it is noticed.
func IDOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// Subject returns the message in a few words.
func (m Message) Subject() string {
	return map[Kind]string{
		Submitted: "Waiting for approval: ", Returned: "Returned: ", Approved: "Approved: ", Scheduled: "Scheduled: ", TakenBack: "Taken back: ",
		Soon: "Soon public: ", Published: "Public: ", Late: "Public, but late: ", Failed: "Not public: ", Withdrawn: "Withdrawn: ", Test: "Test of notifications",
		DateProposed: "Date waiting for approval: ", DateAnnounced: "Announcement changed: ", DateMissed: "Not public as announced: ",
	}[m.Kind] + m.what()
}

// what names what the message is about.
func (m Message) what() string {
	if m.Correction {
		return "correction of " + m.Label
	}
	return m.Label
}

// Text returns the message in one or two sentences.
func (m Message) Text() string {
	what := m.what()
	if m.Correction {
		what = "the " + what
	}
	switch m.Kind {
	case Submitted:
		return fmt.Sprintf("%s submitted %s. A second person can approve it.", m.By, what)
	case Returned:
		return fmt.Sprintf("%s returned %s to its editor. The reason is on the console.", m.By, what)
	case Approved:
		return fmt.Sprintf("%s approved %s. It can be published or scheduled.", m.By, what)
	case Scheduled:
		return fmt.Sprintf("%s scheduled %s for %s.", m.By, what, m.release())
	case TakenBack:
		text := fmt.Sprintf("%s took %s back.", m.By, what)
		if !m.Release.IsZero() {
			text += " It does not become public at " + m.release() + "."
		}
		return text
	case Soon:
		return fmt.Sprintf("At %s, %s becomes public.", m.release(), what)
	case Published:
		return fmt.Sprintf("%s is public, by %s.", sentenceCase(what), m.By)
	case Late:
		return fmt.Sprintf("%s is public, but was due at %s. The console says why it is late.", sentenceCase(what), m.release())
	case Failed:
		return fmt.Sprintf("%s was due at %s and is not public. The console says why.", sentenceCase(what), m.release())
	case DateProposed:
		return fmt.Sprintf("%s proposed when %s becomes public. A second person can approve it, on the console's calendar.", m.By, what)
	case DateAnnounced:
		if m.Release.IsZero() {
			return fmt.Sprintf("%s changed what is announced of %s. The public calendar says it.", m.By, what)
		}
		return fmt.Sprintf("%s announced %s for %s.", m.By, what, m.release())
	case DateMissed:
		return fmt.Sprintf("%s is not public, although its announced time has come. The public calendar says so. Publish it, or announce another time.", sentenceCase(what))
	case Withdrawn:
		return fmt.Sprintf("%s withdrew %s. Its notice is shown instead.", m.By, what)
	}
	return fmt.Sprintf("%s asked for this test. Notifications arrive here.", m.By)
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// release returns the scheduled time in its zone and in UTC.
func (m Message) release() string {
	const layout = "15:04 on 2 January 2006"
	utc := m.Release.UTC().Format(layout) + " UTC"
	zone, err := time.LoadLocation(m.Zone)
	if err != nil || m.Zone == "" || m.Zone == "UTC" {
		return utc
	}
	return m.Release.In(zone).Format(layout) + " (" + m.Zone + "), " + utc
}
