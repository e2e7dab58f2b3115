package publish

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
)

// program is the actor of what happens by itself, at its time.
const program = "lerr"

// ActionTestNotifications is the action of the events that send a test to everybody who is told.
const ActionTestNotifications = "test notifications"

// Standing tells how far a draft has come, and who brought it there.
type Standing struct {
	State                   DraftState
	SubmittedBy, ApprovedBy string
	ReleaseAt               time.Time
	Zone                    string
}

func (d *Draft) standing() Standing {
	if d.IsOver() {
		return Standing{State: d.State}
	}
	return Standing{d.State, d.SubmittedBy, d.ApprovedBy, d.ReleaseAt, d.Zone}
}

// ended returns what of an earlier standing ends with this one, in sentences.
func (s Standing) ended(before Standing) (texts []string) {
	if before.ApprovedBy == "" && before.SubmittedBy != "" && s.SubmittedBy == "" {
		texts = append(texts, "The submission by "+before.SubmittedBy+" has ended.")
	}
	if before.ApprovedBy != "" && s.ApprovedBy == "" {
		texts = append(texts, "The approval by "+before.ApprovedBy+" has ended.")
	}
	if !before.ReleaseAt.IsZero() && !s.ReleaseAt.Equal(before.ReleaseAt) {
		texts = append(texts, fmt.Sprintf("The schedule for %s has ended.", before.ReleaseAt.UTC().Format(time.RFC3339)))
	}
	return texts
}

// addEnded adds to an event's text what the event ends.
func addEnded(text string, now, before Standing) string {
	texts := now.ended(before)
	if len(texts) > 0 && text != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	return strings.TrimSpace(strings.Join(append([]string{text}, texts...), " "))
}

// messages returns what staff are told of an action on a draft, which stood elsewhere before it.
func messages(d *Draft, before Standing, actor, action string) []notify.Message {
	kind := map[string]notify.Kind{
		string(ActionSubmit): notify.Submitted, string(ActionReturn): notify.Returned, string(ActionApprove): notify.Approved,
		string(ActionSchedule): notify.Scheduled, actionScheduleDirectly: notify.Scheduled,
	}[action]
	if now := d.standing(); kind == "" && len(now.ended(before)) > 0 {
		kind = notify.TakenBack
	}
	if kind == "" {
		return nil
	}
	m := message(kind, d, actor, d.UpdatedAt)
	if kind == notify.TakenBack {
		m.Release, m.Zone = before.ReleaseAt, before.Zone
	}
	return []notify.Message{m}
}

// message returns what staff are told of a draft. It has no figure.
func message(kind notify.Kind, d *Draft, by string, at time.Time) notify.Message {
	return notify.Message{
		ID: notify.NewID(), Kind: kind, At: at, Period: d.Edition.Period.String(), Label: d.Edition.Period.Label(), Correction: d.Corrects > 0,
		Draft: d.ID, By: by, Release: d.ReleaseAt, Zone: d.Zone,
	}
}

// publishedMessage returns what staff are told of a publication at a time.
func publishedMessage(d *Draft, by string, at time.Time) notify.Message {
	if !d.ReleaseAt.IsZero() && at.After(d.ReleaseAt) {
		return message(notify.Late, d, by, at)
	}
	m := message(notify.Published, d, by, at)
	m.Release, m.Zone = time.Time{}, ""
	return m
}

// reminderLead is the time before a release at which staff are reminded of it.
const reminderLead = time.Hour

// Remind tells staff, once each, of releases that are less than reminderLead away, of those whose time has come and that
// have not happened, and of announced times that have passed. Steps do not wait for it.
func (s *Scheduler) Remind(ctx context.Context) error {
	now := s.service.now().UTC()
	s.stepping.Lock()
	drafts := slices.Clone(s.due)
	s.stepping.Unlock()
	s.mu.Lock()
	overdue, missed := s.record.failing, s.record.missed
	s.mu.Unlock()
	var all []notify.Message
	for _, e := range missed {
		due := e.Last().Due().Format(time.RFC3339)
		all = append(all, notify.Message{
			ID: notify.IDOf("missed", e.Period.String(), strconv.Itoa(e.Follows), due), Kind: notify.DateMissed, At: now, Period: e.Period.String(),
			Label: e.Period.Label(), Release: e.Last().Release, Zone: e.Last().Zone,
		})
	}
	for i := range drafts {
		d := &drafts[i]
		from := d.ReleaseAt.Add(-reminderLead)
		due := d.ReleaseAt.UTC().Format(time.RFC3339Nano)
		switch {
		case !now.Before(from) && now.Before(d.ReleaseAt) && d.UpdatedAt.Before(from): // else who scheduled it has just read the time
			m := message(notify.Soon, d, "", now)
			m.ID, m.Until = notify.IDOf("soon", d.ID, due), d.ReleaseAt
			all = append(all, m)
		case isOverdue(overdue, d):
			m := message(notify.Failed, d, "", now)
			m.ID = notify.IDOf("failed", d.ID, due)
			all = append(all, m)
		}
	}
	for _, m := range all {
		if s.reminded[m.ID] {
			continue
		}
		if err := s.service.store.AddMessages(ctx, m); err != nil {
			return fmt.Errorf("remind of %s: %w", m.Period, err)
		}
		s.reminded[m.ID] = true
	}
	return nil
}

func isOverdue(overdue []failing, d *Draft) bool {
	for _, f := range overdue {
		if f.draft == d.ID && f.due.Equal(d.ReleaseAt) {
			return true
		}
	}
	return false
}

// TestNotifications sends a test to everybody who is told.
func (s *Service) TestNotifications(ctx context.Context, actor string) error {
	now := s.now().UTC()
	err := s.store.Publish(ctx, Publication{
		Events:   []audit.Event{{At: now, Actor: actor, Action: ActionTestNotifications}},
		Messages: []notify.Message{{ID: notify.NewID(), Kind: notify.Test, At: now, By: actor}},
	})
	if err != nil {
		return fmt.Errorf("test notifications: %w", err)
	}
	return nil
}
