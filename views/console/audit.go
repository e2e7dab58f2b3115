package console

import (
	"slices"
	"strconv"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// AuditFilter picks events of the audit log. Empty fields pick all.
type AuditFilter struct {
	Period, Actor, Action string
}

// Picks reports whether the filter picks an event.
func (f AuditFilter) Picks(e audit.Event) bool {
	return (f.Period == "" || f.Period == periodOf(e)) && (f.Actor == "" || f.Actor == e.Actor) && (f.Action == "" || f.Action == e.Action)
}

// Option is a choice of a list.
type Option struct {
	Value, Label string
	Selected     bool
}

// AuditPage is a page of the audit log.
type AuditPage struct {
	ConsolePage
	Altered string // the first event that does not match its hash; empty if all match
	Filter  AuditFilter
	Periods []Option
	Actors  []Option
	Actions []Option
	Events  []audit.Event // of this page, newest first
	Found   int           // on all pages
	Number  int           // of this page, from 1
	Last    int           // the last page's number
}

// AuditPageSize is the number of events on a page.
const AuditPageSize = 40

// NewAuditPage returns a page of the events that a filter picks, from all events, oldest first.
func NewAuditPage(p ConsolePage, events []audit.Event, f AuditFilter, number int) AuditPage {
	m := AuditPage{ConsolePage: p, Filter: f}
	var periods, actors, actions []string
	var found []audit.Event
	for _, e := range slices.Backward(events) {
		periods, actors, actions = append(periods, periodOf(e)), append(actors, e.Actor), append(actions, e.Action)
		if f.Picks(e) {
			found = append(found, e)
		}
	}
	m.Periods, m.Actors, m.Actions = choices(periods, f.Period, periodLabel), choices(actors, f.Actor, nil), choices(actions, f.Action, actionName)
	slices.Reverse(m.Periods[1:])
	m.Found = len(found)
	m.Last = max(1, (len(found)+AuditPageSize-1)/AuditPageSize)
	m.Number = min(max(number, 1), m.Last)
	from := (m.Number - 1) * AuditPageSize
	m.Events = found[from:min(from+AuditPageSize, len(found))]
	return m
}

// choices returns the different values as options, sorted, after one that picks all.
func choices(values []string, chosen string, name func(string) string) []Option {
	slices.Sort(values)
	options := []Option{{Label: "All", Selected: chosen == ""}}
	for _, v := range slices.Compact(values) {
		if v == "" {
			continue
		}
		label := v
		if name != nil {
			label = name(v)
		}
		options = append(options, Option{Value: v, Label: label, Selected: v == chosen})
	}
	return options
}

func periodLabel(s string) string {
	if p, err := report.ParsePeriod(s); err == nil {
		return p.Label()
	}
	return s
}

// page returns the address of another page of the same filter.
func (m AuditPage) page(number int) string {
	return urls.AuditPage(m.Filter.Period, m.Filter.Actor, m.Filter.Action, number)
}

// csv returns the address of all that the filter picks, as a file.
func (m AuditPage) csv() string {
	return urls.AuditFile(m.Filter.Period, m.Filter.Actor, m.Filter.Action)
}

// actionNames are the names shown for stored actions that do not explain themselves.
var actionNames = map[string]string{"publish alone": "prepare a direct publication"}

// actionName returns the name that is shown for a stored action, which is never rewritten.
func actionName(action string) string {
	if name, ok := actionNames[action]; ok {
		return name
	}
	return action
}

// periodOf returns the period that an event is about, or "".
func periodOf(e audit.Event) string {
	if e.Period.IsZero() {
		return ""
	}
	return e.Period.String()
}

// shortDigest returns the beginning of a fingerprint, which tells it from others.
func shortDigest(digest string) string { return digest[:min(len(digest), 12)] }

// auditColumns are the columns of the audit log as a file.
var auditColumns = []string{"time", "who", "what", "period", "revision", "details", "fingerprint"}

// AuditRows returns events as the rows of a file, with their heading.
func AuditRows(events []audit.Event) [][]string {
	rows := [][]string{auditColumns}
	for _, e := range events {
		revision := ""
		if e.Revision > 0 {
			revision = strconv.Itoa(e.Revision)
		}
		rows = append(rows, []string{
			e.At.UTC().Format("2006-01-02T15:04:05.000Z"), guarded(e.Actor), guarded(e.Action), periodOf(e), revision, guarded(e.Text), e.Digest,
		})
	}
	return rows
}

// guarded keeps programs that calculate from taking a text for a formula.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
