package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// tell makes a console tell a webhook and a mail server that the test starts.
func tell(t *testing.T, c *sitetest.Console) (*sitetest.Hook, *sitetest.MailServer) {
	t.Helper()
	hook, server := sitetest.NewHook(t, true), sitetest.NewMailServer(t, false, nil)
	webhook, err := notify.NewWebhook(hook.URL, []byte(sitetest.HookSecret), hook.Roots)
	if err != nil {
		t.Fatal(err)
	}
	mails, err := notify.NewMail(notify.MailServer{
		URL: "smtp://" + sitetest.MailUser + "@" + server.Address, Password: []byte(sitetest.MailPassword), From: "lerr@example.org", Prefix: "Report", Roots: server.Roots,
	}, []string{"legal@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	c.Sender.Channels = []notify.Channel{webhook, mails[0]}
	return hook, server
}

// canary is a figure of the draft that is also in its notes and in the reasons that people give.
const canary = 7_654_321

// corrected is a submitted correction in which the canary is wherever it can be.
func corrected(t *testing.T, c *sitetest.Console) publish.Draft {
	t.Helper()
	ctx := t.Context()
	d := c.Must(c.Publisher.Correct(ctx, "ann", report.Period{Year: 2018, Half: 2}))
	d = c.Must(c.Publisher.SetFigures(ctx, sitetest.By("ann", d), []report.SingleFigure{{Name: report.SingleFigureNames()[0], Value: canary}}))
	d = c.Must(c.Publisher.SetNote(ctx, sitetest.By("ann", d), "", "", fmt.Sprintf("Now %d.", canary)))
	d = c.Must(c.Publisher.SetPublicNote(ctx, sitetest.By("ann", d), fmt.Sprintf("It is %d.", canary)))
	archive, err := c.Publisher.Archive(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range c.Publisher.Quoting(d, archive) {
		d = c.Must(c.Publisher.KeepAnswer(ctx, sitetest.By("ann", d), q.ID))
	}
	var keys []string
	for _, problem := range c.Publisher.Examine(d, archive).Only(report.SeverityWarning) {
		keys = append(keys, problem.Key())
	}
	d = c.Must(c.Publisher.Accept(ctx, sitetest.By("ann", d), keys, fmt.Sprintf("%d is right.", canary)))
	return c.Must(c.Publisher.Submit(ctx, sitetest.By("ann", d)))
}

func TestStaffNotifications_TellWhatHappensWithoutFigures(t *testing.T) {
	store := &unreliable{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	hook, server := tell(t, c)
	ctx, p := t.Context(), c.Publisher
	by := sitetest.By
	d := corrected(t, c)
	d = c.Must(p.Return(ctx, by("bob", d), fmt.Sprintf("%d is wrong.", canary)))
	d = c.Must(p.Submit(ctx, by("ann", d)))
	d = c.Must(p.Approve(ctx, by("bob", d), d.ContentDigest(), "Compared."))
	d = c.Must(p.Reopen(ctx, by("ann", d), fmt.Sprintf("%d again.", canary)))
	d = c.Must(p.SetNote(ctx, by("ann", d), "", "", "Another note."))
	d = c.Must(p.Submit(ctx, by("ann", d)))
	d = c.Must(p.Approve(ctx, by("bob", d), d.ContentDigest(), "Compared."))
	d = c.Must(p.Schedule(ctx, by("bob", d), c.Now().Add(30*time.Minute), "Europe/Berlin")) // too near for a reminder
	d = c.Must(p.Reopen(ctx, by("bob", d), "Not yet."))
	d = c.Must(p.Submit(ctx, by("ann", d)))
	d = c.Must(p.Approve(ctx, by("bob", d), d.ContentDigest(), "Compared."))
	d = c.Must(p.Schedule(ctx, by("bob", d), c.Now().Add(3*time.Hour), "Europe/Berlin"))
	c.Deliver()
	c.Pass(2*time.Hour - time.Second)
	c.Deliver()
	reminded := len(hook.Calls())
	c.Pass(time.Second)
	for range 3 {
		c.Deliver()
	}
	if n := len(hook.Calls()) - reminded; n != 1 {
		t.Errorf("an hour before: got %d messages, want 1", n)
	}
	c.Step()
	store.busy = true
	c.Pass(time.Hour)
	if err := c.Scheduler.Step(ctx); err == nil {
		t.Fatal("the release does not fail")
	}
	for range 3 {
		c.Deliver()
	}
	store.busy = false
	c.Pass(time.Minute)
	c.Step()
	c.Publish(c.Corrected(report.Period{Year: 2018, Half: 1}, "A note.", "Because."))
	scheduled := c.Corrected(report.Period{Year: 2016, Half: 2}, "A note.", "Because.")
	c.Must(p.Schedule(ctx, by("bob", scheduled), c.Now().Add(time.Hour), "UTC"))
	c.Pass(time.Hour)
	c.Step()
	if err := p.Withdraw(ctx, "bob", report.Period{Year: 2018, Half: 2}, fmt.Sprintf("Not %d.", canary)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c.Deliver()
	}
	var got []string
	for _, call := range hook.Calls() {
		got = append(got, call.Type+": "+call.Text)
	}
	want := []string{
		"draft.submitted: ann submitted the correction of 2018 (Jul-Dec). A second person can approve it.",
		"draft.returned: bob returned the correction of 2018 (Jul-Dec) to its editor. The reason is on the console.",
		"draft.submitted: ann submitted the correction of 2018 (Jul-Dec). A second person can approve it.",
		"draft.approved: bob approved the correction of 2018 (Jul-Dec). It can be published or scheduled.",
		"draft.taken_back: ann took the correction of 2018 (Jul-Dec) back.",
		"draft.submitted: ann submitted the correction of 2018 (Jul-Dec). A second person can approve it.",
		"draft.approved: bob approved the correction of 2018 (Jul-Dec). It can be published or scheduled.",
		"draft.scheduled: bob scheduled the correction of 2018 (Jul-Dec) for 13:30 on 24 November 2026 (Europe/Berlin), 12:30 on 24 November 2026 UTC.",
		"draft.taken_back: bob took the correction of 2018 (Jul-Dec) back. It does not become public at 13:30 on 24 November 2026 (Europe/Berlin), 12:30 on 24 November 2026 UTC.",
		"draft.submitted: ann submitted the correction of 2018 (Jul-Dec). A second person can approve it.",
		"draft.approved: bob approved the correction of 2018 (Jul-Dec). It can be published or scheduled.",
		"draft.scheduled: bob scheduled the correction of 2018 (Jul-Dec) for 16:00 on 24 November 2026 (Europe/Berlin), 15:00 on 24 November 2026 UTC.",
		"release.soon: At 16:00 on 24 November 2026 (Europe/Berlin), 15:00 on 24 November 2026 UTC, the correction of 2018 (Jul-Dec) becomes public.",
		"release.failed: The correction of 2018 (Jul-Dec) was due at 16:00 on 24 November 2026 (Europe/Berlin), 15:00 on 24 November 2026 UTC and is not public. The console says why.",
		"release.late: The correction of 2018 (Jul-Dec) is public, but was due at 16:00 on 24 November 2026 (Europe/Berlin), 15:00 on 24 November 2026 UTC. The console says why it is late.",
		"draft.submitted: ann submitted the correction of 2018 (Jan-Jun). A second person can approve it.",
		"draft.approved: bob approved the correction of 2018 (Jan-Jun). It can be published or scheduled.",
		"release.published: The correction of 2018 (Jan-Jun) is public, by bob.",
		"draft.submitted: ann submitted the correction of 2016 (Jul-Dec). A second person can approve it.",
		"draft.approved: bob approved the correction of 2016 (Jul-Dec). It can be published or scheduled.",
		"draft.scheduled: bob scheduled the correction of 2016 (Jul-Dec) for 16:01 on 24 November 2026 UTC.",
		"release.published: The correction of 2016 (Jul-Dec) is public, by lerr.",
		"period.withdrawn: bob withdrew 2018 (Jul-Dec). Its notice is shown instead.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	letters := server.Letters()
	if len(letters) != len(got) {
		t.Errorf("got %d letters, want %d", len(letters), len(got))
	}
	sent := ""
	for i, call := range hook.Calls() {
		sent += call.Body
		if i < len(letters) && letters[i].Header("Message-ID") != "<"+call.ID+"@example.org>" {
			t.Errorf("letter %d has the ID %s, want that of the webhook, %s", i, letters[i].Header("Message-ID"), call.ID)
		}
	}
	for _, l := range letters {
		sent += l.Text
	}
	for _, figure := range []string{"7654321", "7,654,321"} {
		if strings.Contains(sent, figure) {
			t.Errorf("%s is in what was sent", figure)
		}
	}
	if !strings.Contains(sent, c.URL+"/drafts/"+d.ID) {
		t.Error("no message leads to the draft")
	}
	if t.Failed() {
		return
	}
	events := ""
	for _, e := range c.Events() {
		events += e.Text
	}
	if !strings.Contains(events, "7654321") {
		t.Error("the canary is nowhere, so that this test proves nothing")
	}
}

// A message is stored with its event or not at all.
func TestStaffNotifications_TellNothingThatDidNotHappen(t *testing.T) {
	store := &unreliable{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	hook, _ := tell(t, c)
	d := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	c.Deliver()
	before := len(hook.Calls())
	old := d
	c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", d), c.Now().Add(time.Hour), "UTC"))
	if _, err := c.Publisher.Schedule(t.Context(), sitetest.By("cleo", old), c.Now().Add(2*time.Hour), "UTC"); err == nil {
		t.Fatal("the second of two is stored")
	}
	stale := d // as the store would refuse it, past the service's look
	stale.Version++
	if err := c.DB.SaveDraft(t.Context(), stale, c.Events()[0], notify.Message{ID: "msg_x", Kind: notify.Scheduled, At: c.Now()}); err == nil {
		t.Fatal("a version twice")
	}
	c.Deliver()
	if got := len(hook.Calls()) - before; got != 1 {
		t.Errorf("got %d messages, want that of the change alone", got)
	}
}

func TestStaffNotifications_AreTested(t *testing.T) {
	c := sitetest.NewConsole(t)
	anna := c.SetUp("anna")
	if text := sitetest.Text(anna.Doc("/notifications").Find("main")); !strings.Contains(text, "--webhook-url") || strings.Contains(text, "Send a test") {
		t.Errorf("nobody is told: %s", text)
	}
	hook, server := tell(t, c)
	text := sitetest.Text(anna.Doc("/notifications").Find("main"))
	for _, secret := range []string{"its-path-is-a-secret", "whsec_", sitetest.MailPassword} {
		if strings.Contains(text, secret) {
			t.Errorf("the page shows %s", secret)
		}
	}
	if !strings.Contains(text, "Webhook to https://127.0.0.1") || !strings.Contains(text, "Mail to legal@example.org") {
		t.Errorf("the page does not say whom it tells: %s", text)
	}
	hook.Answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	wantAnswer(t, "test", anna.Post("/notifications/test"), 303, "/notifications?done=tested")
	wantEvent(t, c, "anna", "test notifications", "")
	c.Deliver()
	text = sitetest.Text(anna.Doc("/notifications").Find("main"))
	for _, want := range []string{"1 delivery has failed", "1 attempt, the next", "the receiver answers 500", "delivered"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	hook.Answer(nil)
	c.Pass(time.Minute)
	c.Deliver()
	if calls := hook.Calls(); len(calls) != 2 || calls[0].ID != calls[1].ID || !strings.Contains(calls[1].Text, "anna asked for this test") {
		t.Errorf("got %+v", calls)
	}
	if letters := server.Letters(); len(letters) != 1 || letters[0].Header("Subject") != "[Report] Test of notifications" {
		t.Errorf("got %+v", letters)
	}
	if text := sitetest.Text(anna.Doc("/notifications").Find("main")); strings.Contains(text, "has failed") {
		t.Errorf("what was delivered in the end is shown as failed: %s", text)
	}
}

// A receiver that takes its time keeps neither a release nor the console waiting.
func TestStaffNotifications_DelayNobody(t *testing.T) {
	c := sitetest.NewConsole(t)
	hook, _ := tell(t, c)
	entered := make(chan struct{}, 1)
	hook.Answer(func(_ http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		<-r.Context().Done()
	})
	ann := c.As(staff.Editor)
	d := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", d), c.Now().Add(time.Minute), "UTC"))
	ended := make(chan error, 1)
	go func() { ended <- c.Sender.Step(t.Context(), c.Sender.Channels[0]) }()
	select {
	case <-entered:
	case err := <-ended:
		t.Fatalf("nobody is told: %v", err)
	}
	c.Pass(time.Minute)
	c.Step()
	if a := c.Public.Get("/2018-H2/r2"); a.Status != http.StatusOK {
		t.Errorf("the release: got %d", a.Status)
	}
	ann.Doc("/")
	select {
	case err := <-ended:
		t.Errorf("the receiver answered meanwhile: %v", err)
	default:
	}
	c.Sender.Channels = nil
}
