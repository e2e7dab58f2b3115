// Package console is the staff console: drafts, approval, releases, accounts and the audit log.
//
// It listens on an address of its own and holds every write. Handlers parse forms, call publish or
// staff, and show what came of it. Start reading at routes.go, then guard.go.
package console
