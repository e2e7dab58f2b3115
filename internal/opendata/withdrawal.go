package opendata

import (
	"encoding/json"
	"fmt"
	"net/http"

	"lerr/internal/report"
)

// withdrawal is the answer for a withdrawn period, as in RFC 9457.
type withdrawal struct {
	Title       string        `json:"title"`
	Status      int           `json:"status"`
	Detail      string        `json:"detail" jsonschema:"The public notice."`
	Period      report.Period `json:"period"`
	Code        withdrawnCode `json:"code"` // the status of the figures, as in the files
	WithdrawnAt instant       `json:"withdrawn_at"`
}

// Withdrawal returns the public notice of a withdrawn revision as application/problem+json.
func Withdrawal(r report.Revision) ([]byte, error) {
	body, err := json.Marshal(withdrawal{
		Title: "Withdrawn", Status: http.StatusGone, Detail: r.WithdrawalNotice, Period: r.Edition.Period,
		Code: withdrawnCode(report.StatusWithdrawn), WithdrawnAt: instant(timestamp(r.WithdrawnAt)),
	})
	if err != nil {
		return nil, fmt.Errorf("write notice of %s: %w", r.Edition.Period, err)
	}
	return append(body, '\n'), nil
}
