package console

import (
	"net/url"

	"lerr/internal/staff"
	"lerr/views"
)

// FailurePage tells what went wrong, and leads back.
type FailurePage struct {
	ConsolePage
	Text      string
	Reference string      // of an internal error in the log; empty for others
	Needs     staff.Roles // any of which would have been enough; none if roles were not the reason
	Has       staff.Roles
	Others    []string // names of those who may do it
	Back      views.Link
	Again     string     // address to which Typed can be sent again; empty if there is nothing to send
	Typed     url.Values // of the form that could not be taken
}

// whoMay says who may do what somebody else was refused.
func (m FailurePage) whoMay() string {
	if len(m.Others) == 0 {
		return "Nobody has this role yet. An administrator can give it."
	}
	return "These people have it: " + views.Sentence(m.Others) + "."
}
