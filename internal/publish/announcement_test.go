package publish_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// monthOf is an announcement of a month, timeOf one of a time.
func monthOf(month time.Month) report.AnnouncementChange {
	return report.AnnouncementChange{Month: report.Month{Year: 2027, Month: month}}
}

func timeOf(at time.Time) report.AnnouncementChange {
	return report.AnnouncementChange{Release: at, Zone: "Europe/Berlin"}
}

func because(c report.AnnouncementChange, reason string) report.AnnouncementChange {
	c.Reason = reason
	return c
}

// third is 10:00 in Berlin.
var third = time.Date(2027, time.March, 3, 9, 0, 0, 0, time.UTC)

func wantRefusal(t *testing.T, what string, err, kind error, text string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), text) {
		t.Errorf("%s: got %v, want %v with %q", what, err, kind, text)
	}
}

func TestAnnouncement_NeedsTwoPeople(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	ref := func(name string) publish.AnnouncementRef { return sitetest.Refer(t, o.Service, name, next, 0) }
	onlyApprover, onlyEditor := ref("bob"), ref("ann")
	onlyApprover.Actor.Editor, onlyEditor.Actor.Approver = false, false
	_, err := o.Propose(ctx, onlyApprover, monthOf(3))
	wantRefusal(t, "an approver proposes", err, report.ErrForbidden, "roles")
	if _, err := o.Propose(ctx, onlyEditor, monthOf(3)); err != nil {
		t.Fatal(err)
	}
	if n := len(o.archive().Calendar()); n != 0 {
		t.Fatalf("%d announcements are public before anybody approved", n)
	}
	_, err = o.ApproveAnnouncement(ctx, ref("ann"))
	wantRefusal(t, "who proposed it approves", err, report.ErrForbidden, "so a second person must approve it.")
	onlyEditor = ref("eva")
	onlyEditor.Actor.Approver = false
	_, err = o.ApproveAnnouncement(ctx, onlyEditor)
	wantRefusal(t, "an editor approves", err, report.ErrForbidden, "roles")
	if _, err := o.ApproveAnnouncement(ctx, ref("bob")); err != nil {
		t.Fatal(err)
	}
	entries := o.archive().Calendar()
	if len(entries) != 1 || entries[0].State != report.Provisional || entries[0].Period != next || !entries[0].Last().At.Equal(o.now) {
		t.Errorf("got %+v, want one of March, announced now", entries)
	}
	events, err := o.Events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []audit.Event{
		{Actor: "ann", Action: publish.ActionProposeAnnouncement, Text: "March 2027"},
		{Actor: "bob", Action: publish.ActionApproveAnnouncement, Text: "March 2027, proposed by ann"},
	} {
		e := events[len(events)-2+i]
		if e.Actor != want.Actor || e.Action != want.Action || e.Text != want.Text || e.Period != next || len(e.Records) != 1 {
			t.Errorf("got the event %+v, want %s by %s: %s, with a record", e, want.Action, want.Actor, want.Text)
		}
	}
	log, _, err := o.db.Log(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if last := log.Entries()[log.Size()-1]; last.Kind != translog.Announcement || last.Period != next || last.Month.String() != "2027-03" {
		t.Errorf("the last entry of the log is %+v", last)
	}
}

func TestAnnouncement_IsRefusedWithWords(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	ref := func() publish.AnnouncementRef { return sitetest.Refer(t, o.Service, "ann", next, 0) }
	for name, c := range map[string]struct {
		change report.AnnouncementChange
		want   string
	}{
		"nothing":                {report.AnnouncementChange{}, "Give a month, or a date with its time and zone."},
		"no zone":                {report.AnnouncementChange{Release: third}, "Give a month, or a date with its time and zone."},
		"a time that has passed": {timeOf(o.now), "The time has passed."},
		"a month that is over":   {report.AnnouncementChange{Month: report.Month{Year: 2026, Month: time.October}}, "The time has passed."},
		"a cancellation":         {report.AnnouncementChange{Cancelled: true, Reason: "None."}, "Nothing is announced that could be cancelled."},
		"an unfinished reason":   {because(monthOf(3), "TODO"), "placeholder"},
	} {
		_, err := o.Propose(ctx, ref(), c.change)
		wantRefusal(t, name, err, report.ErrInvalid, c.want)
	}
	later := sitetest.Refer(t, o.Service, "ann", report.Period{Year: 2027, Half: 1}, 0)
	_, err := o.Propose(ctx, later, timeOf(third))
	wantRefusal(t, "before the half-year ends", err, report.ErrInvalid, "2027 (Jan-Jun) is not over by then.")
	_, err = o.Propose(ctx, sitetest.Refer(t, o.Service, "ann", report.Period{Year: 2019, Half: 1}, 0), monthOf(3))
	wantRefusal(t, "a first publication of what is public", err, report.ErrConflict, "2019 (Jan-Jun) has revision 1 by now.")

	sitetest.Announce(t, o.Service, next, 0, monthOf(3))
	sitetest.Announce(t, o.Service, next, 0, timeOf(third)) // in March, so it needs no reason
	for name, c := range map[string]struct {
		change report.AnnouncementChange
		want   string
	}{
		"the same":          {timeOf(third), "This is announced already."},
		"a later time":      {timeOf(third.AddDate(0, 0, 1)), "Say why, in words for the public"},
		"an earlier time":   {timeOf(third.Add(-time.Minute)), "Say why, in words for the public"},
		"the month instead": {monthOf(3), "Say why, in words for the public"},
		"a cancellation":    {report.AnnouncementChange{Cancelled: true}, "Say why, in words for the public"},
	} {
		_, err := o.Propose(ctx, ref(), c.change)
		wantRefusal(t, name, err, report.ErrInvalid, c.want)
	}
	sitetest.Announce(t, o.Service, next, 0, because(timeOf(third.AddDate(0, 0, 1)), "One country is late."))
	e := o.archive().Calendar()[0]
	if before, broken := e.Broken(); e.State != report.Postponed || !broken || !before.Release.Equal(third) || e.Last().Reason != "One country is late." || len(e.Changes) != 3 {
		t.Errorf("got %s after %d changes, %q, before %s", e.State, len(e.Changes), e.Last().Reason, before.Release)
	}
}

// A time that was right when it was proposed may have passed when somebody approves it.
func TestAnnouncement_IsCheckedAgainWhenItIsApproved(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Propose(t.Context(), sitetest.Refer(t, o.Service, "ann", next, 0), timeOf(third)); err != nil {
		t.Fatal(err)
	}
	o.now = third
	_, err := o.ApproveAnnouncement(t.Context(), sitetest.Refer(t, o.Service, "bob", next, 0))
	wantRefusal(t, "a time that has passed", err, report.ErrInvalid, "The time has passed.")
}

func TestAnnouncement_ButtonsPressedTwiceDoTheirWorkOnce(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	changes := func() int {
		n, err := o.db.Changes(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	twice := func(name string, press func() error) {
		t.Helper()
		before := changes()
		for range 2 {
			if err := press(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := changes() - before; n != 1 {
			t.Errorf("%s: %d events, want 1", name, n)
		}
	}
	ref := sitetest.Refer(t, o.Service, "ann", next, 0)
	twice("propose", func() error { _, err := o.Propose(ctx, ref, monthOf(3)); return err })
	discard := sitetest.Refer(t, o.Service, "bob", next, 0)
	twice("discard", func() error { _, err := o.DiscardProposal(ctx, discard); return err })
	again := sitetest.Refer(t, o.Service, "ann", next, 0)
	twice("propose again", func() error { _, err := o.Propose(ctx, again, monthOf(3)); return err })
	approve := sitetest.Refer(t, o.Service, "bob", next, 0)
	twice("approve", func() error { _, err := o.ApproveAnnouncement(ctx, approve); return err })

	// Somebody else, who saw the same, is told what has happened.
	cleo := approve
	cleo.Actor.Name = "cleo"
	_, err := o.ApproveAnnouncement(ctx, cleo)
	wantRefusal(t, "another person", err, report.ErrConflict, "March 2027, approved by bob")
	_, err = o.Propose(ctx, again, monthOf(5))
	wantRefusal(t, "another date", err, report.ErrConflict, "March 2027, approved by bob")
	_, err = o.DiscardProposal(ctx, discard)
	wantRefusal(t, "an old page", err, report.ErrConflict, "meanwhile")
}

func TestAnnouncement_AtOnceIsApprovedOnce(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Propose(t.Context(), sitetest.Refer(t, o.Service, "ann", next, 0), monthOf(3)); err != nil {
		t.Fatal(err)
	}
	names := []string{"bob", "cleo", "dan", "eva"}
	failed := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		ref := sitetest.Refer(t, o.Service, name, next, 0)
		all.Go(func() { _, failed[i] = o.ApproveAnnouncement(t.Context(), ref) })
	}
	all.Wait()
	won := 0
	for _, err := range failed {
		if err == nil {
			won++
		} else if !errors.Is(err, report.ErrConflict) {
			t.Error(err)
		}
	}
	if n := len(o.archive().Calendar()[0].Changes); won != 1 || n != 1 {
		t.Errorf("%d people approved it, with %d changes; want 1 and 1", won, n)
	}
}

func TestSchedule_AtAnotherTimeThanAnnouncedNeedsAReason(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	silent := func(d publish.Draft) publish.Edit {
		e := sitetest.By("bob", d)
		e.Reason = " "
		return e
	}
	last := func() string {
		events, err := o.Events(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return events[len(events)-1].Text
	}
	_, err := o.Schedule(ctx, silent(d), third, "UTC")
	wantRefusal(t, "unannounced", err, report.ErrInvalid, "It is not announced. Say why")
	_, err = o.Publish(ctx, silent(d), nil)
	wantRefusal(t, "unannounced and now", err, report.ErrInvalid, "It is not announced. Say why")

	sitetest.Announce(t, o.Service, next, 0, monthOf(3))
	_, err = o.Schedule(ctx, silent(d), third, "UTC")
	wantRefusal(t, "a time in the month", err, report.ErrInvalid, "It is announced for March 2027, without a day.")
	sitetest.Announce(t, o.Service, next, 0, timeOf(third))
	_, err = o.Schedule(ctx, silent(d), third.Add(time.Minute), "UTC")
	wantRefusal(t, "a minute later", err, report.ErrInvalid, "It is announced for 3 March 2027, 09:00 UTC.")
	d = o.must(o.Schedule(ctx, silent(d), third, "UTC"))
	if text := last(); text != "for 2027-03-03T09:00:00Z (UTC)" || d.OffCalendar != "" {
		t.Errorf("at the announced time: %q, %q", text, d.OffCalendar)
	}
	e := silent(d)
	e.Reason = " The minister speaks. "
	d = o.must(o.Schedule(ctx, e, third.Add(time.Hour), "UTC"))
	want := "It is announced for 3 March 2027, 09:00 UTC. Reason: The minister speaks."
	if d.OffCalendar != want || !strings.Contains(last(), want) {
		t.Errorf("at another time: got %q and the event %q, want %q", d.OffCalendar, last(), want)
	}
	if again, err := o.Schedule(ctx, e, third.Add(time.Hour), "UTC"); err != nil || again.Version != d.Version {
		t.Errorf("pressed twice: version %d, %v; want %d", again.Version, err, d.Version)
	}

	// Nor can what is announced move away from under it.
	for name, change := range map[string]report.AnnouncementChange{
		"a later time": because(timeOf(third.AddDate(0, 0, 1)), "Later."), "a cancellation": {Cancelled: true, Reason: "None."},
	} {
		if _, err := o.Propose(ctx, sitetest.Refer(t, o.Service, "ann", next, 0), change); err != nil {
			t.Fatal(err)
		}
		_, err = o.ApproveAnnouncement(ctx, sitetest.Refer(t, o.Service, "bob", next, 0))
		wantRefusal(t, name, err, report.ErrConflict, "A draft of 2019 (Jul-Dec) is scheduled for 3 March 2027, 10:00 UTC.")
	}
	sitetest.Announce(t, o.Service, next, 0, because(timeOf(third.Add(time.Hour)), "The minister speaks."))
}

// A correction of an error is published at once and is not announced. A planned update is.
func TestSchedule_OfACorrectionNeedsNoAnnouncement(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	newest := report.Period{Year: 2019, Half: 1}
	o.now = o.now.Add(time.Hour)
	corrected := func(note string) publish.Draft {
		d := o.must(o.Correct(ctx, "ann", newest))
		d = o.must(o.SetNote(ctx, sitetest.By("ann", d), "", "", note))
		d = o.accepted(o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "One note more.")))
		d = o.must(o.Submit(ctx, sitetest.By("ann", d)))
		return o.must(o.Approve(ctx, sitetest.By("bob", d), d.ContentDigest(), "Compared."))
	}
	silent := sitetest.By("bob", corrected("An error."))
	silent.Reason = ""
	if _, err := o.Publish(ctx, silent, nil); err != nil {
		t.Fatal(err)
	}
	sitetest.Announce(t, o.Service, newest, 2, timeOf(third))
	if e := o.archive().Calendar()[0]; e.Follows != 2 || e.State != report.Confirmed {
		t.Fatalf("got %s after revision %d", e.State, e.Follows)
	}
	update := corrected("The planned update.")
	silent = sitetest.By("bob", update)
	silent.Reason = ""
	_, err := o.Schedule(ctx, silent, third.Add(-time.Hour), "UTC")
	wantRefusal(t, "another time than the update's", err, report.ErrInvalid, "It is announced for 3 March 2027")
	o.must(o.Schedule(ctx, silent, third, "UTC"))
	o.now = third
	if released, err := o.Due(ctx); err != nil || len(released) != 1 {
		t.Fatalf("%d released, %v", len(released), err)
	}
	if e := o.archive().Calendar()[0]; e.State != report.Released || e.Revision.Number != 3 {
		t.Errorf("got %s by revision %d, want published by 3", e.State, e.Revision.Number)
	}
}

func TestPublishFile_NeedsAReasonIfAnotherTimeIsAnnounced(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	p := publish.DirectPublication{Actor: "shell:ann", Name: "2019-H2.xlsx", File: file(t, "2019-H2.xlsx"), Explanations: []publish.Explanation{{
		Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "The outcomes add up to 269, one more than the 268 accounts. As published.",
	}}}
	sitetest.Announce(t, o.Service, next, 0, timeOf(third))
	_, err := o.PublishFile(ctx, p)
	var problems report.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			p.Accept = append(p.Accept, problem.Code)
		}
		_, err = o.PublishFile(ctx, p)
	}
	wantRefusal(t, "now", err, report.ErrInvalid, "It is announced for 3 March 2027")
	p.Reason = "It is out already."
	if d, err := o.PublishFile(ctx, p); err != nil || !strings.HasSuffix(d.OffCalendar, "Reason: It is out already.") {
		t.Errorf("with a reason: %q, %v", d.OffCalendar, err)
	}
}

// When an announced time passes without a release, the site shows another calendar at once, and staff are told once.
func TestScheduler_ShowsThatAnAnnouncedTimeWasMissed(t *testing.T) {
	w := newTimed(t)
	sitetest.Announce(t, w.Service, next, 0, timeOf(third))
	w.step()
	shown := len(w.shown)
	w.pass(third.Sub(w.now) - time.Millisecond)
	w.step()
	if len(w.shown) != shown || len(w.Troubles()) != 0 {
		t.Fatalf("shown %d times, %q, before the time", len(w.shown), w.Troubles())
	}
	w.pass(time.Millisecond)
	w.step()
	w.step()
	if len(w.shown) != shown+1 {
		t.Errorf("shown %d times at the time, want %d", len(w.shown), shown+1)
	}
	want := "2019 (Jul-Dec) was announced for 3 March 2027, 09:00 UTC and is not public."
	if troubles := w.Troubles(); len(troubles) != 1 || !strings.HasPrefix(troubles[0], want) {
		t.Errorf("got %q, want %q", troubles, want)
	}
	for range 2 {
		if err := w.Remind(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	told := w.told(t, notify.DateMissed)
	if len(told) != 1 || told[0].Period != "2019-H2" || !told[0].Release.Equal(third) {
		t.Errorf("staff were told %+v, want once", told)
	}
	// Another time ends it.
	sitetest.Announce(t, w.Service, next, 0, because(timeOf(third.AddDate(0, 1, 0)), "It was missed."))
	w.step()
	if len(w.Troubles()) != 0 {
		t.Errorf("after another announcement: %q", w.Troubles())
	}
}

// told returns the stored messages of a kind.
func (o *office) told(t *testing.T, kind notify.Kind) (told []notify.Message) {
	t.Helper()
	waiting, err := o.db.DueDeliveries(t.Context(), "a test", o.now, time.Time{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range waiting {
		if d.Message.Kind == kind {
			told = append(told, d.Message)
		}
	}
	return told
}

// A release at the announced time swaps the pages once: nobody sees that it was missed.
func TestScheduler_ShowsNoMissedTimeOfARelease(t *testing.T) {
	w := newTimed(t)
	sitetest.Announce(t, w.Service, next, 0, timeOf(third))
	silent := sitetest.By("bob", w.approved())
	silent.Reason = ""
	w.must(w.Schedule(t.Context(), silent, third, "UTC"))
	w.step()
	shown := len(w.shown)
	w.pass(third.Sub(w.now) - 10*time.Second)
	w.step()
	made := len(w.makes(len(w.shown) + 1))
	w.pass(10 * time.Second)
	w.step()
	w.step()
	if len(w.shown) != shown+1 || w.shown[shown] != next || len(w.makes(made)) != made {
		t.Errorf("shown %v and made %d times, want once more, with the pages that were made ahead", w.shown, len(w.makes(made)))
	}
	if e := w.archive().Calendar()[0]; e.State != report.Released || len(w.Troubles()) != 0 {
		t.Errorf("got %s, %q", e.State, w.Troubles())
	}
}

func TestAnnouncement_TellsStaff(t *testing.T) {
	o := newOffice(t)
	sitetest.Announce(t, o.Service, next, 0, timeOf(third))
	var got []string
	for _, kind := range []notify.Kind{notify.DateProposed, notify.DateAnnounced} {
		for _, m := range o.told(t, kind) {
			got = append(got, m.Text())
		}
	}
	want := []string{
		"ann proposed when 2019 (Jul-Dec) becomes public. A second person can approve it, on the console's calendar.",
		"bob announced 2019 (Jul-Dec) for 10:00 on 3 March 2027 (Europe/Berlin), 09:00 on 3 March 2027 UTC.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// silent is a store that has lost its announcements, while the transparency log has them.
type silent struct{ publish.Store }

func (silent) Announcements(context.Context) ([]publish.Announcement, error) { return nil, nil }

func TestPublic_RefusesACalendarThatIsNotTheLogs(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.Announce(next, monthOf(3))
	if _, _, err := c.Publisher.Public(t.Context()); err != nil {
		t.Fatal(err)
	}
	other := publish.NewService(publish.ServiceOptions{Store: silent{c.DB}, Now: c.Now})
	_, _, err := other.Public(t.Context())
	wantRefusal(t, "without the announcement", err, report.ErrConflict, "Announcement of 2019-H2 is in the log and not in the database.")
}
