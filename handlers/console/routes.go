package console

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// staffRoute is one address of the staff console, and the action that it needs permission for.
type staffRoute struct {
	method, path string
	action       staff.Action
	handler      echo.HandlerFunc
}

// staffRoutes returns every address of the staff console.
func (s *Site) staffRoutes() []staffRoute {
	const get, post = http.MethodGet, http.MethodPost
	return []staffRoute{
		// Drafts, from the upload to the release.
		{get, "/", staff.ReadConsole, s.showDrafts},
		{get, "/upload", staff.EditDraft, s.showUpload},
		{post, "/upload", staff.EditDraft, s.uploadDraft},
		{get, "/upload/template/:period", staff.EditDraft, s.sendTemplate},
		{get, "/drafts/:id", staff.ReadConsole, s.showStep("")},
		{get, "/drafts/:id/file", staff.ReadConsole, s.showStep(console.StepFile)},
		{get, "/drafts/:id/problems", staff.ReadConsole, s.showStep(console.StepProblems)},
		{get, "/drafts/:id/warnings", staff.ReadConsole, s.showStep(console.StepWarnings)},
		{get, "/drafts/:id/figures", staff.ReadConsole, s.showStep(console.StepFigures)},
		{get, "/drafts/:id/texts", staff.ReadConsole, s.showStep(console.StepTexts)},
		{get, "/drafts/:id/places", staff.ReadConsole, s.showStep(console.StepPlaces)},
		{get, "/drafts/:id/review", staff.ReadConsole, s.showReview},
		{get, "/drafts/:id/release", staff.ReadConsole, s.showRelease},
		{get, "/drafts/:id/discard", staff.EditDraft, s.showDiscard},
		{get, "/drafts/:id/preview", staff.ReadConsole, s.previewDraft},
		{get, "/drafts/:id/preview/*", staff.ReadConsole, s.previewDraft},
		{post, "/drafts/:id/file", staff.EditDraft, s.replaceDraft},
		{post, "/drafts/:id/warnings", staff.EditDraft, s.saveStep(console.StepWarnings, s.saveWarnings)},
		{post, "/drafts/:id/figures", staff.EditDraft, s.saveStep(console.StepFigures, s.saveFigures)},
		{post, "/drafts/:id/texts", staff.EditDraft, s.saveStep(console.StepTexts, s.saveTexts)},
		{post, "/drafts/:id/places", staff.EditDraft, s.saveStep(console.StepPlaces, s.savePlaces)},
		{post, "/drafts/:id/submit", staff.EditDraft, s.submitDraft},
		{post, "/drafts/:id/discard", staff.EditDraft, s.discardDraft},
		{post, "/drafts/:id/restore", staff.EditDraft, s.restoreDraft},
		{post, "/drafts/:id/return", staff.ReadConsole, s.returnDraft},
		{post, "/drafts/:id/take-back", staff.ReadConsole, s.takeBackDraft},
		{post, "/drafts/:id/approve", staff.Approve, s.approveDraft},
		{post, "/drafts/:id/schedule", staff.Schedule, s.scheduleDraft},
		{post, "/drafts/:id/publish", staff.Publish, s.publishDraft},
		{post, "/clock", staff.Schedule, s.resumeReleases},

		// What is public already.
		{get, "/published/:period", staff.ReadConsole, s.showPeriod},
		{post, "/published/:period/correct", staff.EditDraft, s.correctPeriod},
		{get, "/published/:period/withdraw", staff.Withdraw, s.showWithdraw},
		{post, "/published/:period/withdraw", staff.Withdraw, s.withdrawPeriod},
		{get, "/published/:period/notice", staff.Withdraw, s.showNotice},
		{post, "/published/:period/notice", staff.Withdraw, s.correctNotice},
		{get, "/calendar", staff.ReadConsole, s.showCalendar},
		{post, "/calendar/propose", staff.EditDraft, s.proposeAnnouncement},
		{post, "/calendar/approve", staff.Approve, s.approveAnnouncement},
		{post, "/calendar/discard", staff.ReadConsole, s.discardAnnouncement},
		{get, "/places", staff.ReadConsole, s.showPlaces},
		{get, "/audit", staff.ReadConsole, s.showAudit},
		{get, "/audit.csv", staff.ReadConsole, s.sendAudit},
		{get, "/notifications", staff.ManageAccounts, s.showNotifications},
		{post, "/notifications/test", staff.ManageAccounts, s.testNotifications},

		// Signing in and out.
		{get, "/set-up/:token", public, s.showInvitation},
		{post, "/set-up/:token", public, s.redeemInvitation},
		{get, "/invitation/:token", public, s.showInvitation},
		{post, "/invitation/:token", public, s.redeemInvitation},
		{get, "/sign-in", public, s.showSignIn},
		{post, "/sign-in", public, s.signIn},
		{get, "/second-factor", public, s.showFactor},
		{post, "/second-factor", public, s.enterCode},
		{post, "/second-factor/recovery", public, s.enterRecoveryCode},
		{post, "/second-factor/passkey/begin", public, s.beginPasskey},
		{post, "/second-factor/passkey/finish", public, s.finishPasskey},
		{get, "/step-up", staff.ReadConsole, s.showFactor},
		{get, "/enrol", public, s.showEnrol},
		{post, "/enrol/totp", public, s.confirmApp},
		{post, "/enrol/passkey/begin", public, s.beginEnrolPasskey},
		{post, "/enrol/passkey/finish", public, s.finishEnrolPasskey},
		{post, "/sign-out", public, s.signOut},

		// The person's own account.
		{get, "/account", staff.ReadConsole, s.showAccount},
		{post, "/account/password", staff.ReadConsole, s.changePassword},
		{post, "/account/sessions/end-others", staff.ReadConsole, s.endOtherSessions},
		{post, "/account/sessions/:session/end", staff.ReadConsole, s.endSession},
		{post, "/account/app/remove", staff.ReadConsole, s.removeApp},
		{post, "/account/passkeys/:passkey/remove", staff.ReadConsole, s.removePasskey},
		{get, "/account/recovery-codes", staff.ReadConsole, s.showRecoveryCodes},
		{post, "/account/recovery-codes", staff.ReadConsole, s.makeRecoveryCodes},

		// Everybody's accounts.
		{get, "/accounts", staff.ManageAccounts, s.showAccounts},
		{post, "/accounts/invite", staff.ManageAccounts, s.invite},
		{post, "/accounts/links/:link/revoke", staff.ManageAccounts, s.revokeInvitation},
		{get, "/accounts/:id", staff.ManageAccounts, s.showMember},
		{post, "/accounts/:id/roles", staff.ManageAccounts, s.setRoles},
		{post, "/accounts/:id/disable", staff.ManageAccounts, s.disableMember},
		{post, "/accounts/:id/enable", staff.ManageAccounts, s.enableMember},
		{post, "/accounts/:id/renew", staff.ManageAccounts, s.renewMember},
		{post, "/accounts/:id/sign-out", staff.ManageAccounts, s.signOutMember},

		// Files and health.
		{get, "/static/:file", public, web.SendStatic},
		{get, "/livez", public, s.showLive},
	}
}

// Routes whose forms are larger than maxForm: with a file, or with texts for the public or the audit log.
var (
	uploadRoutes = []string{"/upload", "/drafts/:id/file"}
	textRoutes   = append([]string{"/drafts/:id/return", "/drafts/:id/approve", "/drafts/:id/take-back", "/published/:period/withdraw", "/published/:period/notice", "/calendar/propose"}, keptRoutes...)
)

// Routes whose forms are kept for the account of a session that has expired.
var keptRoutes = []string{"/drafts/:id/warnings", "/drafts/:id/figures", "/drafts/:id/texts", "/drafts/:id/places"}

// backNames are the names of links back to pages, by their patterns.
var backNames = map[string]string{
	urls.Drafts: "Back to the drafts", urls.Upload: "Back to the upload", urls.Accounts: "Back to the accounts", urls.Account: "Back to your account",
	urls.Notifications: "Back to the notifications", urls.SignIn: "Back to signing in", urls.AuditLog: "Back to the audit log", urls.Places: "Back to the places", urls.StaffCalendar: "Back to the calendar",
	"/drafts/:id": "Back to the draft", "/accounts/:id": "Back to the account", "/published/:period": "Back to the period",
}

// routes registers the staff console's addresses, each behind its guard. What is sent is limited after that, so that
// nobody else can send a large form.
func (s *Site) routes(e *echo.Echo) {
	for _, r := range s.staffRoutes() {
		limited := limitForm(maxForm, r.handler)
		if slices.Contains(textRoutes, r.path) {
			limited = limitForm(maxTexts, r.handler)
		} else if r.method == http.MethodPost && slices.Contains(uploadRoutes, r.path) {
			limited = s.limitUpload(r.handler)
		}
		away := s.sendAway
		if r.method == http.MethodPost && slices.Contains(keptRoutes, r.path) {
			away = s.keepExpired
		}
		e.Add(r.method, r.path, s.guard(r.action, limited, away))
	}
	s.addWaysBack(e)
}
