// Package publish holds drafts and makes them public: it reads and checks files, records approvals
// by a second person, and stores what is approved as a revision, in one transaction, at its time.
//
// It contains no SQL and no HTTP; storage is the interface Store. The command line, the console and
// the first start's seeding all publish through a Service. Start reading at service.go, then check.go.
package publish
