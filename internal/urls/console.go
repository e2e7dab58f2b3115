package urls

import (
	"net/url"
	"strings"

	"lerr/internal/report"
)

// The addresses of the staff console. IDs and tokens are escaped; forms are named as in the console's
// table of routes.

// Drafts returns the address of the list of drafts, the console's home page.
func Drafts() string { return "/" }

// Upload returns the address of the form that uploads a workbook.
func Upload() string { return "/upload" }

// Draft returns the address of a draft.
func Draft(id string) string { return "/drafts/" + url.PathEscape(id) }

// DraftPreview returns the address of the public site with a draft's figures.
func DraftPreview(id string) string { return Draft(id) + "/preview" }

// DraftForm returns the address of a form that changes a draft, such as "submit".
func DraftForm(id, form string) string { return Draft(id) + "/" + form }

// DraftAnswer returns the address of the form for the answer to a question.
func DraftAnswer(id, question string) string {
	return DraftForm(id, "answers/"+url.PathEscape(question))
}

// ResumeReleases returns the address of the form that lets releases go on.
func ResumeReleases() string { return "/clock" }

// Correct returns the address of the form that starts a correction of a period.
func Correct(p report.Period) string { return "/published/" + p.String() + "/correct" }

// Withdraw returns the address of the form that withdraws a period.
func Withdraw(p report.Period) string { return "/published/" + p.String() + "/withdraw" }

// Places returns the address of the list of places.
func Places() string { return "/places" }

// AddSpelling returns the address of the form that adds a spelling of a country.
func AddSpelling() string { return Places() + "/spelling" }

// AddCountry returns the address of the form that adds a country.
func AddCountry() string { return Places() + "/country" }

// AuditLog returns the address of the audit log.
func AuditLog() string { return "/audit" }

// SetUp returns the address of the form for the first account.
func SetUp(token string) string { return "/set-up/" + url.PathEscape(token) }

// Invitation returns the address of the form for an invited or renewed account.
func Invitation(token string) string { return "/invitation/" + url.PathEscape(token) }

// SignIn returns the address of the sign-in form.
func SignIn() string { return "/sign-in" }

// SignOut returns the address of the form that signs out.
func SignOut() string { return "/sign-out" }

// SecondFactor returns the address of the form for the second factor at sign-in.
func SecondFactor() string { return "/second-factor" }

// RecoveryCode returns the address of the form for a recovery code.
func RecoveryCode() string { return SecondFactor() + "/recovery" }

// AssertPasskey returns the address under which /begin and /finish ask for a passkey.
func AssertPasskey() string { return SecondFactor() + "/passkey" }

// StepUp returns the address of the form for the second factor of somebody who is signed in.
func StepUp() string { return "/step-up" }

// Enrol returns the address of the page that sets up a second factor.
func Enrol() string { return "/enrol" }

// EnrolApp returns the address of the form that confirms an authenticator app.
func EnrolApp() string { return Enrol() + "/totp" }

// EnrolPasskey returns the address under which /begin and /finish set up a passkey.
func EnrolPasskey() string { return Enrol() + "/passkey" }

// Account returns the address of a person's own account.
func Account() string { return "/account" }

// Password returns the address of the form that changes a person's own password.
func Password() string { return Account() + "/password" }

// RecoveryCodes returns the address of the form that makes new recovery codes.
func RecoveryCodes() string { return Account() + "/recovery-codes" }

// RemoveApp returns the address of the form that removes the authenticator app.
func RemoveApp() string { return Account() + "/app/remove" }

// RemovePasskey returns the address of the form that removes a passkey.
func RemovePasskey(id string) string {
	return Account() + "/passkeys/" + url.PathEscape(id) + "/remove"
}

// EndSession returns the address of the form that ends one of a person's own sessions.
func EndSession(id string) string { return Account() + "/sessions/" + url.PathEscape(id) + "/end" }

// EndOtherSessions returns the address of the form that ends all but this session.
func EndOtherSessions() string { return Account() + "/sessions/end-others" }

// Accounts returns the address of the list of accounts.
func Accounts() string { return "/accounts" }

// Invite returns the address of the form that invites somebody.
func Invite() string { return Accounts() + "/invite" }

// RevokeInvitation returns the address of the form that revokes an invitation.
func RevokeInvitation(id string) string {
	return Accounts() + "/links/" + url.PathEscape(id) + "/revoke"
}

// Member returns the address of an account as administrators see it.
func Member(id string) string { return Accounts() + "/" + url.PathEscape(id) }

// MemberForm returns the address of a form that changes an account, such as "disable".
func MemberForm(id, form string) string { return Member(id) + "/" + form }

// WithNext returns the address of a page that leads on to the address next.
func WithNext(page, next string) string {
	if next == Drafts() {
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
