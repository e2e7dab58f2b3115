package console_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// A draft's page has a form for each action that the service would accept from this person in the
// draft's present state, and for no other. (Submitting also needs a draft without problems.)
func TestStaffDraft_OffersWhatTheServicePermits(t *testing.T) {
	c := sitetest.NewConsole(t)
	people := map[*sitetest.Person]staff.Roles{}
	for _, roles := range [][]staff.Role{{staff.Editor}, {staff.Approver}, {staff.Administrator}, {staff.Editor, staff.Approver}} {
		people[c.As(roles...)] = staff.RolesOf(roles...)
	}
	// Where each action is offered, and how.
	offers := map[publish.Action]struct{ page, selector string }{
		publish.ActionEdit:     {"/texts", "form[action$='/texts'] button"},
		publish.ActionDiscard:  {"", "a[href$='/discard']"},
		publish.ActionRestore:  {"", "form[action$='/restore']"},
		publish.ActionReturn:   {"/review", "form[action$='/return'] button:not([formaction])"},
		publish.ActionApprove:  {"/review", "button[formaction$='/approve']"},
		publish.ActionReopen:   {"/release", "form[action$='/take-back']"},
		publish.ActionSchedule: {"/release?when=at&at=2030-01-01T09:00&zone=UTC", "form[action$='/schedule']"},
		publish.ActionPublish:  {"/release?when=now", "form[action$='/publish']"},
	}
	for _, state := range []publish.DraftState{
		publish.DraftOpen, publish.DraftSubmitted, publish.DraftApproved, publish.DraftScheduled, publish.DraftPublished, publish.DraftDiscarded,
	} {
		for person, roles := range people {
			for _, uploader := range []string{"somebody", person.Name} {
				d := publish.Draft{
					ID: fmt.Sprint(state, person.Name, uploader), Version: 1, State: state, UploadedBy: uploader, SubmittedBy: "somebody",
					ApprovedBy: "another", Edition: report.Edition{Period: report.Period{Year: 2019, Half: 2}}, ReleaseAt: c.Now().Add(time.Hour), UpdatedAt: c.Now(),
				}
				if err := c.DB.SaveDraft(t.Context(), d, audit.Event{At: c.Now(), Action: "save"}); err != nil {
					t.Fatal(err)
				}
				actor := publish.Actor{Name: person.Name, Editor: roles.Has(staff.Editor), Approver: roles.Has(staff.Approver)}
				pages := map[string]*goquery.Document{}
				for action, offer := range offers {
					page := "/drafts/" + d.ID + offer.page
					if pages[page] == nil {
						pages[page] = person.Doc(page)
					}
					offered := pages[page].Find(offer.selector).Length() > 0
					if may := publish.May(d, actor, action); offered != (may == nil) {
						t.Errorf("%s, who has the roles %q, a %s draft of %s: offered %s: %v, but May returns %v", person.Name, roles, state, uploader, action, offered, may)
					}
				}
			}
		}
	}
}
