package publish

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
)

// record holds which releases are overdue or were late, and why, and which were announced and not made, for people and
// for the metrics.
type record struct {
	failing []failing
	late    time.Duration // of the last release
	lateAt  time.Time
	text    string // on the last release that was late
	missed  []report.CalendarEntry
}

// failing is a release whose time has come and that has not happened.
type failing struct {
	draft  string // ID
	period report.Period
	due    time.Time
	reason string
}

// lateShown is the time for which the console shows that a release was late.
const lateShown = 24 * time.Hour

// noteReleases notes what came of the releases that were due, and logs what is new of it.
func (s *Scheduler) noteReleases(released []Released, err error) {
	now := failures(err)
	s.mu.Lock()
	before := s.record.failing
	s.record.failing = now
	s.mu.Unlock()
	for _, f := range now {
		if !slices.Contains(before, f) {
			s.log.Error("a release failed", "period", f.period.String(), "due", f.due, "reason", f.reason)
		}
	}
	for _, r := range released {
		s.noteLateness(r, before)
	}
}

// failures returns the releases that failed, from the error of Service.Due.
func failures(err error) (list []failing) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			list = append(list, failures(e)...)
		}
		return list
	}
	if e, ok := errors.AsType[*ReleaseError](err); ok {
		list = append(list, failing{e.Draft.ID, e.Draft.Edition.Period, e.Draft.ReleaseAt, e.Err.Error()})
	}
	return list
}

// noteMissed notes which announced times have passed without a release.
func (s *Scheduler) noteMissed(archive *report.Archive) {
	missed := slices.DeleteFunc(archive.Calendar(), func(e report.CalendarEntry) bool { return e.State != report.Missed })
	s.mu.Lock()
	s.record.missed = missed
	s.mu.Unlock()
}

// missedText says that an announced time has passed.
func missedText(e report.CalendarEntry) string {
	when := e.Last().Month.Label()
	if e.Last().IsConfirmed() {
		when = clockText(e.Last().Release)
	}
	return fmt.Sprintf("%s was announced for %s and is not public. The calendar says so. Publish it, or announce another time", e.Period.Label(), when)
}

// noteLateness notes how late a release was, and why.
func (s *Scheduler) noteLateness(r Released, before []failing) {
	s.mu.Lock()
	s.record.late = r.Late
	s.mu.Unlock()
	if r.Late <= onTimeTolerance {
		return
	}
	reason := "the program was busy or the machine slept"
	if r.Draft.ReleaseAt.Before(s.started) {
		reason = "the program was not running at its time"
	}
	for _, f := range before {
		if f.draft == r.Draft.ID {
			reason = f.reason
		}
	}
	period := r.Draft.Edition.Period
	s.mu.Lock()
	s.record.lateAt = s.drift.wall
	s.record.text = fmt.Sprintf("%s became public late by %s: %s", period.Label(), r.Late.Round(time.Second), reason)
	s.mu.Unlock()
	s.log.Error("a release was late", "period", period.String(), "due", r.Draft.ReleaseAt, "late", r.Late.String(), "reason", reason)
}

// Troubles returns a sentence on each release that is overdue, with its reason, on each that was announced and is not
// public, and on the last one if it was late within a day.
func (s *Scheduler) Troubles() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts []string
	for _, f := range s.record.failing {
		texts = append(texts, fmt.Sprintf("%s was due at %s and is not public: %s", f.period.Label(), f.due.UTC().Format("15:04:05 UTC on 2 January 2006"), f.reason))
	}
	for _, e := range s.record.missed {
		if !slices.ContainsFunc(s.record.failing, func(f failing) bool { return f.period == e.Period }) {
			texts = append(texts, missedText(e))
		}
	}
	if s.record.text != "" && s.service.now().Sub(s.record.lateAt) < lateShown {
		texts = append(texts, s.record.text)
	}
	return texts
}

// Failing returns the number of releases whose time has come and that have not happened.
func (s *Scheduler) Failing() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.record.failing)
}

// Late returns how late the last scheduled release was.
func (s *Scheduler) Late() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.record.late
}
