package translog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"lerr/internal/report"
)

// Kind is the kind of an entry.
type Kind string

// The kinds. The comments name the fields of each, in addition to Kind and Backfilled.
const (
	// Places is a change of the list of places: Regions, Countries, Removed.
	Places Kind = "places"
	// Publication is a revision that became public: Period, Number, At, Note, Digest, Again, Direct, Files.
	Publication Kind = "publication"
	// Withdrawal is the withdrawal of all revisions of a period that were not withdrawn: Period, At, Notice.
	Withdrawal Kind = "withdrawal"
	// Notice is a correction of the notice of a period's last withdrawal: Period, At, Notice.
	Notice Kind = "notice"
	// Announcement is what an announcement of a release says from a moment on: Period, Follows, At, one of Month, Release with
	// Zone, and Cancelled, and the reason as Note.
	Announcement Kind = "announcement"
	// Files are files of a revision that another version of the program writes: Period, Number, Files.
	Files Kind = "files"
	// Texts are the texts that a version of the program ships with: Version, SHA256.
	Texts Kind = "texts"
	// Loss is a restore from an older copy, after which entries or events are gone: At, Size, Root, Events, Numbers.
	Loss Kind = "loss"
)

// Entry is one change of what the public site shows. It holds only what is public. The figures of a revision are in its
// Digest.
type Entry struct {
	Kind       Kind
	Backfilled bool // added by a migration, from what the database held before it had a log

	Period report.Period
	Number int       // of the revision
	At     time.Time // when it became public, was withdrawn, was restored, was announced or the notice was corrected; whole microseconds, UTC

	Regions   []report.Region  // all regions in their order; nil if unchanged
	Countries []report.Country // added or changed countries, as they are afterwards
	Removed   []string         // codes of removed countries

	Note   string // public note on what the revision changes, or the reason of an announcement
	Digest string // Edition.Digest
	Again  bool
	Direct bool
	Files  map[string]string // SHA-256 in lower-case hexadecimal, by the name of the format: "xlsx"

	Notice string // public notice that replaces the figures

	Follows   int          // number of the revision that an announced update follows; 0 for a first publication
	Month     report.Month // in which the release is announced while no time is confirmed
	Release   time.Time    // confirmed; whole minutes, UTC
	Zone      string       // IANA name
	Cancelled bool

	Version string // of the program
	SHA256  string // of the program's texts, in lower-case hexadecimal

	Size    int64          // number of entries of the log that was known before the restore
	Root    string         // of that log, in lower-case hexadecimal
	Events  int64          // number of events of the audit log that are gone
	Numbers map[string]int // of the last revisions that were known before the restore, by period: they are not used again
}

// entryText is an entry as its bytes hold it. The order of fields is that of the bytes.
type entryText struct {
	Kind       Kind              `json:"kind"`
	Period     string            `json:"period,omitempty"`
	Number     int               `json:"revision,omitempty"`
	At         string            `json:"at,omitempty"`
	Note       string            `json:"note,omitempty"`
	Digest     string            `json:"digest,omitempty"`
	Again      bool              `json:"again,omitempty"`
	Direct     bool              `json:"direct,omitempty"`
	Files      map[string]string `json:"files,omitempty"`
	Notice     string            `json:"notice,omitempty"`
	Regions    []regionText      `json:"regions,omitempty"`
	Countries  []countryText     `json:"countries,omitempty"`
	Removed    []string          `json:"removed,omitempty"`
	Version    string            `json:"version,omitempty"`
	SHA256     string            `json:"sha256,omitempty"`
	Size       int64             `json:"size,omitempty"`
	Root       string            `json:"root,omitempty"`
	Events     int64             `json:"events,omitempty"`
	Numbers    map[string]int    `json:"numbers,omitempty"`
	Follows    int               `json:"follows,omitempty"`
	Month      string            `json:"month,omitempty"`
	Release    string            `json:"release,omitempty"`
	Zone       string            `json:"zone,omitempty"`
	Cancelled  bool              `json:"cancelled,omitempty"`
	Backfilled bool              `json:"backfilled,omitempty"`
}

type regionText struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type countryText struct {
	Code      string   `json:"code"`
	Name      string   `json:"name"`
	Region    string   `json:"region"`
	Spellings []string `json:"spellings,omitempty"`
}

// maxEntry is the largest entry in bytes, which the length prefix of entry bundles sets.
const maxEntry = math.MaxUint16

// momentLayout is RFC 3339 in UTC with whole microseconds.
const momentLayout = "2006-01-02T15:04:05.000000Z"

// Marshal returns the entry's bytes, a JSON object without white space. Equal entries have equal bytes. It fails with
// ErrInvalid for an entry that does not have exactly the fields of its kind, that is not UTF-8, or that is larger than
// 65,535 bytes.
func (e Entry) Marshal() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("log entry: %w", err)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e.text()); err != nil {
		return nil, fmt.Errorf("log entry: %w", err)
	}
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(text) > maxEntry {
		return nil, fmt.Errorf("log entry of kind %s has %d bytes, of at most %d: %w", e.Kind, len(text), maxEntry, report.ErrInvalid)
	}
	return text, nil
}

// ParseEntry is the inverse of Marshal. It fails with ErrInvalid for any bytes that Marshal does not return.
func ParseEntry(text []byte) (Entry, error) {
	var t entryText
	if err := json.Unmarshal(text, &t); err != nil {
		return Entry{}, fmt.Errorf("log entry: %w: %w", err, report.ErrInvalid)
	}
	e, err := t.entry()
	if err != nil {
		return Entry{}, fmt.Errorf("log entry: %w", err)
	}
	same, err := e.Marshal()
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(same, text) {
		return Entry{}, fmt.Errorf("log entry is not in its one form: %w", report.ErrInvalid)
	}
	return e, nil
}

func (e Entry) text() entryText {
	t := entryText{
		Kind: e.Kind, Number: e.Number, Note: e.Note, Digest: e.Digest, Again: e.Again, Direct: e.Direct, Files: e.Files,
		Notice: e.Notice, Removed: e.Removed, Version: e.Version, SHA256: e.SHA256, Size: e.Size, Root: e.Root, Events: e.Events, Numbers: e.Numbers,
		Backfilled: e.Backfilled, Follows: e.Follows, Zone: e.Zone, Cancelled: e.Cancelled,
	}
	if !e.Month.IsZero() {
		t.Month = e.Month.String()
	}
	if !e.Release.IsZero() {
		t.Release = e.Release.UTC().Format(momentLayout)
	}
	if !e.Period.IsZero() {
		t.Period = e.Period.String()
	}
	if !e.At.IsZero() {
		t.At = e.At.UTC().Format(momentLayout)
	}
	for _, r := range e.Regions {
		t.Regions = append(t.Regions, regionText(r))
	}
	for _, c := range e.Countries {
		t.Countries = append(t.Countries, countryText(c))
	}
	return t
}

func (t entryText) entry() (Entry, error) {
	e := Entry{
		Kind: t.Kind, Number: t.Number, Note: t.Note, Digest: t.Digest, Again: t.Again, Direct: t.Direct, Files: t.Files,
		Notice: t.Notice, Removed: t.Removed, Version: t.Version, SHA256: t.SHA256, Size: t.Size, Root: t.Root, Events: t.Events, Numbers: t.Numbers,
		Backfilled: t.Backfilled, Follows: t.Follows, Zone: t.Zone, Cancelled: t.Cancelled,
	}
	var err error
	if t.Month != "" {
		if e.Month, err = report.ParseMonth(t.Month); err != nil {
			return e, err
		}
	}
	if t.Release != "" {
		if e.Release, err = time.Parse(momentLayout, t.Release); err != nil {
			return e, fmt.Errorf("time %q: want %s: %w", t.Release, momentLayout, report.ErrInvalid)
		}
	}
	if t.Period != "" {
		if e.Period, err = report.ParsePeriod(t.Period); err != nil {
			return e, err
		}
	}
	if t.At != "" {
		if e.At, err = time.Parse(momentLayout, t.At); err != nil {
			return e, fmt.Errorf("time %q: want %s: %w", t.At, momentLayout, report.ErrInvalid)
		}
	}
	for _, r := range t.Regions {
		e.Regions = append(e.Regions, report.Region(r))
	}
	for _, c := range t.Countries {
		e.Countries = append(e.Countries, report.Country(c))
	}
	return e, nil
}

// sha256Pattern matches a SHA-256 in lower-case hexadecimal.
var sha256Pattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check fails with ErrInvalid unless the entry has exactly the fields of its kind.
func (e Entry) check() error {
	invalid := func(format string, args ...any) error {
		return fmt.Errorf("%s: %s: %w", e.Kind, fmt.Sprintf(format, args...), report.ErrInvalid)
	}
	allowed := Entry{Kind: e.Kind, Backfilled: e.Backfilled}
	switch e.Kind {
	case Places:
		allowed.Regions, allowed.Countries, allowed.Removed = e.Regions, e.Countries, e.Removed
		if len(e.Regions)+len(e.Countries)+len(e.Removed) == 0 {
			return invalid("changes nothing")
		}
	case Publication:
		allowed.Period, allowed.Number, allowed.At, allowed.Note, allowed.Digest = e.Period, e.Number, e.At, e.Note, e.Digest
		allowed.Again, allowed.Direct, allowed.Files = e.Again, e.Direct, e.Files
		if !sha256Pattern.MatchString(e.Digest) {
			return invalid("digest %q is no SHA-256", e.Digest)
		}
	case Withdrawal, Notice:
		allowed.Period, allowed.At, allowed.Notice = e.Period, e.At, e.Notice
		if e.Notice == "" {
			return invalid("has no notice")
		}
	case Announcement:
		allowed.Period, allowed.Follows, allowed.At, allowed.Note = e.Period, e.Follows, e.At, e.Note
		allowed.Month, allowed.Release, allowed.Zone, allowed.Cancelled = e.Month, e.Release, e.Zone, e.Cancelled
		if err := e.announced().Check(); err != nil || e.Follows < 0 {
			return invalid("follows revision %d: %v", e.Follows, err)
		}
	case Files:
		allowed.Period, allowed.Number, allowed.Files = e.Period, e.Number, e.Files
		if len(e.Files) == 0 {
			return invalid("has no file")
		}
	case Texts:
		allowed.Version, allowed.SHA256 = e.Version, e.SHA256
		if e.Version == "" || !sha256Pattern.MatchString(e.SHA256) {
			return invalid("version %q with SHA-256 %q: want both", e.Version, e.SHA256)
		}
	case Loss:
		allowed.At, allowed.Size, allowed.Root, allowed.Events, allowed.Numbers = e.At, e.Size, e.Root, e.Events, e.Numbers
		if e.Size < 0 || e.Events < 1 || !sha256Pattern.MatchString(e.Root) {
			return invalid("size %d with the root %q and %d events", e.Size, e.Root, e.Events)
		}
		for text, number := range e.Numbers {
			if p, err := report.ParsePeriod(text); err != nil || p.String() != text || number < 1 {
				return invalid("revision %d of %q", number, text)
			}
		}
	default:
		return fmt.Errorf("kind %q is not known: %w", e.Kind, report.ErrInvalid)
	}
	if !reflect.DeepEqual(e, allowed) {
		return invalid("has a field that the kind does not have")
	}
	if parsed, err := report.ParsePeriod(e.Period.String()); !allowed.Period.IsZero() && (err != nil || parsed != e.Period) {
		return invalid("period %s does not exist", e.Period)
	}
	switch {
	case e.isOfPeriod() && e.Period.IsZero():
		return invalid("has no period")
	case (e.Kind == Publication || e.Kind == Files) && e.Number < 1:
		return invalid("revision %d", e.Number)
	case e.isDated() && (e.At.IsZero() || !e.At.Equal(e.At.Truncate(time.Microsecond))):
		return invalid("time %s: want whole microseconds", e.At)
	}
	for format, sum := range e.Files {
		if format == "" || !sha256Pattern.MatchString(sum) {
			return invalid("file %q: %q is no SHA-256", format, sum)
		}
	}
	return e.checkTexts()
}

// announced returns what an entry of Announcement says.
func (e Entry) announced() report.AnnouncementChange {
	return report.AnnouncementChange{At: e.At, Month: e.Month, Release: e.Release, Zone: e.Zone, Cancelled: e.Cancelled, Reason: e.Note}
}

// AnnouncementEntry returns the entry of a change of an announcement.
func AnnouncementEntry(p report.Period, follows int, c report.AnnouncementChange) Entry {
	return Entry{
		Kind: Announcement, Period: p, Follows: follows, At: c.At, Month: c.Month, Release: c.Release, Zone: c.Zone, Cancelled: c.Cancelled, Note: c.Reason,
	}
}

// isOfPeriod reports whether entries of the kind are about one half-year.
func (e Entry) isOfPeriod() bool {
	return e.Kind == Publication || e.Kind == Withdrawal || e.Kind == Notice || e.Kind == Announcement || e.Kind == Files
}

// isDated reports whether entries of the kind have a time.
func (e Entry) isDated() bool {
	return e.Kind == Publication || e.Kind == Withdrawal || e.Kind == Notice || e.Kind == Announcement || e.Kind == Loss
}

// checkTexts fails with ErrInvalid for texts that are not UTF-8: JSON would replace their bytes.
func (e Entry) checkTexts() error {
	texts := append([]string{e.Note, e.Notice, e.Version, e.Zone}, e.Removed...)
	for _, r := range e.Regions {
		texts = append(texts, r.Slug, r.Name)
	}
	for _, c := range e.Countries {
		texts = append(append(texts, c.Code, c.Name, c.Region), c.Spellings...)
	}
	for format := range e.Files {
		texts = append(texts, format)
	}
	if text := strings.Join(texts, "\x00"); !utf8.ValidString(text) {
		return fmt.Errorf("%s: a text is not UTF-8: %w", e.Kind, report.ErrInvalid)
	}
	return nil
}
