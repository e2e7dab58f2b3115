// Package handlers is the public site.
//
// It is given an archive and never a store or a draft, so it cannot show what is not public. Its
// table of addresses is in routes.go; whatever needs a list of addresses walks that table. Page
// functions are pure: from a snapshot and a parsed request to a finished page or an error. respond.go
// turns both into responses. Start reading at routes.go, then site.go.
package handlers
