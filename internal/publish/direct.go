package publish

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/report"
)

// actionScheduleDirectly is the action of events that schedule a file without a second person.
const actionScheduleDirectly = "schedule directly"

// DirectPublication publishes a file from the command line, without a second person.
type DirectPublication struct {
	Actor  string
	Name   string // of the file
	File   []byte
	At     time.Time                      // when it becomes public; zero for now
	Reason string                         // why it becomes public at another time than announced
	Note   string                         // on a correction or after a withdrawal, the public note
	Names  map[string]string              // the names of countries from this period on, by code
	Accept []string                       // codes of warnings that are accepted
	Units  map[report.Section]report.Unit // what the outcomes of sections count, where the file does not say it
	// Explanations are those of differences in the file. One without its difference blocks the file.
	Explanations []Explanation
}

// PublishFile publishes or schedules a file. The same checks apply as for drafts on the console.
// Answers that quote figures keep quoting the earlier period, which they name. If anything blocks
// the file, nothing is stored and the error holds report.Problems.
func (s *Service) PublishFile(ctx context.Context, p DirectPublication) (Draft, error) {
	draft, err := s.publishFile(ctx, p)
	if err != nil {
		return Draft{}, fmt.Errorf("publish %s: %w", p.Name, err)
	}
	return draft, nil
}

func (s *Service) publishFile(ctx context.Context, p DirectPublication) (Draft, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return Draft{}, err
	}
	draft := readDraft(ctx, archive.Places(), s.knownNotes, p.Name, p.File, report.Period{})
	if draft.Refused {
		return draft, draft.Findings
	}
	if published, err := archive.Revision(draft.Edition.Period); err == nil {
		draft.Corrects = published.Number
		carry(&draft.Edition, published.Edition)
		if err := s.inherit(ctx, &draft, published); err != nil {
			return draft, err
		}
	}
	draft.ID, draft.Base = newID(), archive.LastNumber(draft.Edition.Period)
	if p.Note != "" && (draft.Corrects > 0 || draft.Again()) {
		if draft.Note, err = publicText(report.NoteText, p.Note); err != nil {
			return draft, err
		}
	}
	if draft.Corrects == 0 {
		inheritNames(&draft.Edition, archive)
	}
	for code, name := range p.Names {
		if err := setName(&draft.Edition, archive.ListedPlaces(), code, name); err != nil {
			return draft, err
		}
	}
	for section, unit := range p.Units {
		if err := setUnit(&draft.Edition, section, unit); err != nil {
			return draft, err
		}
	}
	for _, q := range s.Quoting(draft, archive) {
		draft.KeepsEarlier = append(draft.KeepsEarlier, q.ID)
	}
	now := s.now().UTC()
	unexplained := draft.explainAll(p.Explanations, s.Examine(draft, archive))
	problems := append(s.Examine(draft, archive), unexplained...)
	for _, problem := range problems.Only(report.SeverityWarning) {
		if slices.Contains(p.Accept, problem.Code) {
			draft.Acceptances = append(draft.Acceptances, Acceptance{
				Problem: problem.Key(), By: p.Actor, At: now, Reason: "accepted by code on the command line",
			})
		}
	}
	if blockers := Blockers(draft, problems); len(blockers) > 0 {
		return draft, blockers
	}
	if err := s.rehearse(ctx, &draft, archive); err != nil {
		return draft, err
	}
	draft.UploadedBy, draft.ChangedBy, draft.Direct = p.Actor, []string{p.Actor}, true
	draft.Approved, draft.State = draft.ContentDigest(), DraftApproved
	if !p.At.IsZero() {
		if err := s.schedule(&draft, p.At, "UTC"); err != nil {
			return draft, err
		}
	}
	if draft.OffCalendar, err = s.offCalendarDirectly(draft, archive, p); err != nil {
		return draft, err
	}
	noted := func(text string) string { return strings.TrimSpace(text + " " + draft.OffCalendar) }
	if draft.State == DraftScheduled {
		return draft, s.save(ctx, &draft, p.Actor, actionScheduleDirectly, noted(draft.File.SHA256))
	}
	_, err = s.release(ctx, draft, s.now(), p.Actor, noted("SHA-256 "+draft.File.SHA256)) // stores the draft, too
	return draft, err
}

// offCalendarDirectly is offCalendar for a file: only an announced date asks for a reason, since whole histories are
// published that nobody could have announced.
func (s *Service) offCalendarDirectly(draft Draft, archive *report.Archive, p DirectPublication) (string, error) {
	at := p.At
	if at.IsZero() {
		at = s.now()
	}
	if _, open := archive.OpenAnnouncement(draft.Edition.Period); !open && p.Reason == "" {
		return OffCalendar(draft, archive, at), nil
	}
	return offCalendar(draft, archive, at, p.Reason)
}

// newID returns a random identifier of 128 bits.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
