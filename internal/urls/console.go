package urls

import (
	"net/url"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// The addresses of the staff console that depend on nothing. In those of the functions below, IDs and
// tokens are escaped; forms are named as in the console's table of routes.
const (
	Drafts           = "/"                              // the list of drafts, the console's home page
	Upload           = "/upload"                        // the form that uploads a workbook
	ResumeReleases   = "/clock"                         // the form that lets releases go on
	StaffCalendar    = "/calendar"                      // the year's plan, with what is announced
	Places           = "/places"                        // the list of places
	AuditLog         = "/audit"                         // the audit log
	Notifications    = "/notifications"                 // whom staff's notifications reach, and the last deliveries
	TestNotification = Notifications + "/test"          // the form that sends a test
	Live             = "/livez"                         // whether the program answers, for load balancers
	SignIn           = "/sign-in"                       // the sign-in form
	SignOut          = "/sign-out"                      // the form that signs out
	SecondFactor     = "/second-factor"                 // the form for the second factor at sign-in
	RecoveryCode     = SecondFactor + "/recovery"       // the form for a recovery code
	AssertPasskey    = SecondFactor + "/passkey"        // /begin and /finish below it ask for a passkey
	StepUp           = "/step-up"                       // the form for the second factor of somebody who is signed in
	Enrol            = "/enrol"                         // the page that sets up a second factor
	EnrolApp         = Enrol + "/totp"                  // the form that confirms an authenticator app
	EnrolPasskey     = Enrol + "/passkey"               // /begin and /finish below it set up a passkey
	Account          = "/account"                       // a person's own account
	Password         = Account + "/password"            // the form that changes a person's own password
	RecoveryCodes    = Account + "/recovery-codes"      // the form that makes new recovery codes
	RemoveApp        = Account + "/app/remove"          // the form that removes the authenticator app
	EndOtherSessions = Account + "/sessions/end-others" // the form that ends all but this session
	Accounts         = "/accounts"                      // the list of accounts
	Invite           = Accounts + "/invite"             // the form that invites somebody
)

// The forms of the calendar.
const (
	ProposeAnnouncement = StaffCalendar + "/propose"
	ApproveAnnouncement = StaffCalendar + "/approve"
	DiscardAnnouncement = StaffCalendar + "/discard"
)

// AnnounceForm returns the address of the calendar with the form of a release, by CalendarKey.
func AnnounceForm(p report.Period, follows int) string {
	return StaffCalendar + "?release=" + CalendarKey(p, follows)
}

// Template returns the address of a workbook to fill in for a period.
func Template(p report.Period) string { return Upload + "/template/" + p.String() }

// AuditPage returns the address of a page of the audit log, of what concerns a period, a person and an action; "" for all.
func AuditPage(period, actor, action string, page int) string {
	return AuditLog + auditQuery(period, actor, action, page)
}

// AuditFile returns the address of the file of the same.
func AuditFile(period, actor, action string) string {
	return AuditLog + ".csv" + auditQuery(period, actor, action, 1)
}

func auditQuery(period, actor, action string, page int) string {
	query := url.Values{}
	for name, value := range map[string]string{"period": period, "actor": actor, "action": action} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// Draft returns the address of a draft.
func Draft(id string) string { return "/drafts/" + url.PathEscape(id) }

// DraftPreview returns the address of the public site with a draft's figures.
func DraftPreview(id string) string { return Draft(id) + "/preview" }

// DraftForm returns the address of a step of a draft, which has its form, or of another form, such as "submit".
func DraftForm(id, form string) string { return Draft(id) + "/" + form }

// UploadFor returns the address of the form that uploads a workbook, with a period chosen.
func UploadFor(p report.Period) string { return Upload + "?period=" + p.String() }

// PublishedPeriod returns the address of a period that is or was public.
func PublishedPeriod(p report.Period) string { return "/published/" + p.String() }

// PublishedRevision returns the address of a revision in its period's history.
func PublishedRevision(p report.Period, number int) string {
	return PublishedPeriod(p) + "#r" + strconv.Itoa(number)
}

// Correct returns the address of the form that starts a correction of a period.
func Correct(p report.Period) string { return "/published/" + p.String() + "/correct" }

// Withdraw returns the address of the form that withdraws a period.
func Withdraw(p report.Period) string { return "/published/" + p.String() + "/withdraw" }

// Notice returns the address of the form that corrects the notice on a withdrawn period.
func Notice(p report.Period) string { return "/published/" + p.String() + "/notice" }

// SetUp returns the address of the form for the first account.
func SetUp(token string) string { return "/set-up/" + url.PathEscape(token) }

// Invitation returns the address of the form for an invited or renewed account.
func Invitation(token string) string { return "/invitation/" + url.PathEscape(token) }

// RemovePasskey returns the address of the form that removes a passkey.
func RemovePasskey(id string) string {
	return Account + "/passkeys/" + url.PathEscape(id) + "/remove"
}

// EndSession returns the address of the form that ends one of a person's own sessions.
func EndSession(id string) string { return Account + "/sessions/" + url.PathEscape(id) + "/end" }

// RevokeInvitation returns the address of the form that revokes an invitation.
func RevokeInvitation(id string) string {
	return Accounts + "/links/" + url.PathEscape(id) + "/revoke"
}

// Member returns the address of an account as administrators see it.
func Member(id string) string { return Accounts + "/" + url.PathEscape(id) }

// MemberForm returns the address of a form that changes an account, such as "disable".
func MemberForm(id, form string) string { return Member(id) + "/" + form }

// WithNext returns the address of a page that leads on to the address next.
func WithNext(page, next string) string {
	if next == Drafts {
		return page
	}
	return page + "?next=" + url.QueryEscape(next)
}

// WithDone returns the address of a page that reports what was done. flash names the text.
func WithDone(page, flash string) string {
	path, fragment, found := strings.Cut(page, "#")
	if found {
		fragment = "#" + fragment
	}
	return path + "?done=" + flash + fragment
}
