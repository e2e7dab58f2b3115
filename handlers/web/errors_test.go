package web_test

import (
	"testing"

	"lerr/handlers/web"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestErrors_EachHasAPage(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	statuses := web.ErrorStatuses()
	if len(statuses) < 8 {
		t.Errorf("got %d statuses with a text, want at least 8", len(statuses))
	}
	for _, status := range statuses {
		page, err := web.ErrorPage(views.Frame{Site: &profile}, status)
		if err != nil || page.Head().Status != status {
			t.Errorf("page for %d: got %v, want one with that status", status, err)
		}
	}
}
