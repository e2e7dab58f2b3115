package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
)

// reading are the methods that the public site answers.
var reading = []string{http.MethodGet, http.MethodHead}

// routes lists every address of the public site.
func (s *Public) routes(e *echo.Echo) {
	get := func(path string, h echo.HandlerFunc) { e.Match(reading, path, h) }

	// The report.
	get("/", s.showHome)
	get("/:period", s.showReport)
	get("/:period/:place", s.showReport)
	get("/:period/:place/:pinned", s.showPinned)
	get("/countries/:country", s.showCountry)
	get("/revisions", s.showRevisions)
	get("/revisions.atom", s.sendFeed)

	// The figures as files.
	get("/download", s.chooseDownload)
	get("/download/:file", s.sendDownload)

	// The site's own files, and what machines ask for.
	get("/static/:file", s.sendStatic)
	get("/robots.txt", s.sendRobots)
	get("/livez", s.showLive)
	get("/readyz", s.showReady)
}

// staffRoute is one address of the staff console, and what a session must be allowed to do there.
type staffRoute struct {
	method, path string
	action       staff.Action
	handler      echo.HandlerFunc
}

// staffRoutes lists every address of the staff console.
func (s *Staff) staffRoutes() []staffRoute {
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

		// The site's own files, and what machines ask for.
		{get, "/static/:file", anyone, s.sendStatic},
		{get, "/livez", anyone, s.showLive},
	}
}

// routes registers the staff console's addresses, each behind its guard.
func (s *Staff) routes(e *echo.Echo) {
	for _, r := range s.staffRoutes() {
		e.Add(r.method, r.path, s.guard(r.action, r.handler))
	}
}
