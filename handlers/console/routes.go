package console

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/staff"
)

// staffRoute is one address of the staff console, and what a session must be allowed to do there.
type staffRoute struct {
	method, path string
	action       staff.Action
	handler      echo.HandlerFunc
}

// staffRoutes lists every address of the staff console.
func (s *Site) staffRoutes() []staffRoute {
	const get, post = http.MethodGet, http.MethodPost
	return []staffRoute{
		// Drafts, from the upload to the release.
		{get, "/", staff.ReadConsole, s.showDrafts},
		{get, "/upload", staff.EditDraft, s.showUpload},
		{post, "/upload", staff.EditDraft, s.uploadDraft},
		{get, "/drafts/:id", staff.ReadConsole, s.showDraft},
		{get, "/drafts/:id/preview", staff.ReadConsole, s.previewDraft},
		{get, "/drafts/:id/preview/*", staff.ReadConsole, s.previewDraft},
		{post, "/drafts/:id/replace", staff.EditDraft, s.replaceDraft},
		{post, "/drafts/:id/accept", staff.EditDraft, s.acceptWarnings},
		{post, "/drafts/:id/note", staff.EditDraft, s.noteDraft},
		{post, "/drafts/:id/figures", staff.EditDraft, s.setFigures},
		{post, "/drafts/:id/answers/:question", staff.EditDraft, s.setAnswer},
		{post, "/drafts/:id/public-note", staff.EditDraft, s.setPublicNote},
		{post, "/drafts/:id/submit", staff.EditDraft, s.submitDraft},
		{post, "/drafts/:id/discard", staff.EditDraft, s.discardDraft},
		{post, "/drafts/:id/return", staff.ReadConsole, s.returnDraft},
		{post, "/drafts/:id/approve", staff.Approve, s.approveDraft},
		{post, "/drafts/:id/schedule", staff.Schedule, s.scheduleDraft},
		{post, "/drafts/:id/hold", staff.Schedule, s.holdDraft},
		{post, "/drafts/:id/publish", staff.Publish, s.publishDraft},
		{post, "/clock", staff.Schedule, s.resumeReleases},

		// What is public already.
		{post, "/published/:period/correct", staff.EditDraft, s.correctPeriod},
		{get, "/published/:period/withdraw", staff.Withdraw, s.showWithdraw},
		{post, "/published/:period/withdraw", staff.Withdraw, s.withdrawPeriod},
		{get, "/places", staff.ReadConsole, s.showPlaces},
		{post, "/places/spelling", staff.EditDraft, s.addSpelling},
		{post, "/places/country", staff.EditDraft, s.addCountry},
		{get, "/audit", staff.ReadConsole, s.showAudit},

		// Signing in and out.
		{get, "/set-up/:token", anyone, s.showInvitation},
		{post, "/set-up/:token", anyone, s.redeemInvitation},
		{get, "/invitation/:token", anyone, s.showInvitation},
		{post, "/invitation/:token", anyone, s.redeemInvitation},
		{get, "/sign-in", anyone, s.showSignIn},
		{post, "/sign-in", anyone, s.signIn},
		{get, "/second-factor", anyone, s.showFactor},
		{post, "/second-factor", anyone, s.enterCode},
		{post, "/second-factor/recovery", anyone, s.enterRecoveryCode},
		{post, "/second-factor/passkey/begin", anyone, s.beginPasskey},
		{post, "/second-factor/passkey/finish", anyone, s.finishPasskey},
		{get, "/step-up", staff.ReadConsole, s.showFactor},
		{get, "/enrol", anyone, s.showEnrol},
		{post, "/enrol/totp", anyone, s.confirmApp},
		{post, "/enrol/passkey/begin", anyone, s.beginEnrolPasskey},
		{post, "/enrol/passkey/finish", anyone, s.finishEnrolPasskey},
		{post, "/sign-out", anyone, s.signOut},

		// One's own account.
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

		// The site's own files, and what machines ask for.
		{get, "/static/:file", anyone, web.SendStatic},
		{get, "/livez", anyone, s.showLive},
	}
}

// routes registers the staff console's addresses, each behind its guard.
func (s *Site) routes(e *echo.Echo) {
	for _, r := range s.staffRoutes() {
		e.Add(r.method, r.path, s.guard(r.action, r.handler))
	}
}
