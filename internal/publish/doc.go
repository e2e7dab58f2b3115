// Package publish is the one door through which figures become public: it checks an edition, and
// stores what passes as a revision, in one transaction. It owns the clock.
//
// It knows no SQL and no HTTP. What it needs kept it says in Store; the command line and the first
// start's seeding use the same Desk. Start reading at desk.go, then check.go.
package publish
