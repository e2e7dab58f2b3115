package console

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// passkeyRequest is what the script of a page sends once the browser has given a passkey.
type passkeyRequest struct {
	Label  string          `json:"label"`
	Next   string          `json:"next"`
	Answer json.RawMessage `json:"answer"` // a PublicKeyCredential
}

// passkeyReply is what the script is told.
type passkeyReply struct {
	To       string `json:"to,omitempty"`       // the page to go on to
	Recovery bool   `json:"recovery,omitempty"` // recovery codes have to be made first
	Error    string `json:"error,omitempty"`    // a sentence for the person
}

// readPasskey reads what the script sends.
func readPasskey(c echo.Context) (passkeyRequest, error) {
	var a passkeyRequest
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err := json.NewDecoder(c.Request().Body).Decode(&a); err != nil || kind != "application/json" {
		return a, echo.NewHTTPError(http.StatusBadRequest)
	}
	return a, nil
}

// refusePasskey tells the script of an error that a person can do something about: sign in, wait,
// or read what is wrong. Others are returned.
func (s *Site) refusePasskey(c echo.Context, err error, next, wrong string) error {
	var throttled staff.Throttled
	switch {
	case lacking(err) != "":
		return c.JSON(http.StatusUnauthorized, passkeyReply{To: leadingTo(lacking(err), local(next))})
	case errors.As(err, &throttled):
		return c.JSON(http.StatusTooManyRequests, passkeyReply{Error: s.wait(c, throttled, "").Text})
	case errors.Is(err, staff.ErrSignIn) || errors.Is(err, report.ErrInvalid):
		return c.JSON(http.StatusUnprocessableEntity, passkeyReply{Error: wrong})
	case errors.Is(err, report.ErrConflict):
		return c.JSON(http.StatusConflict, passkeyReply{Error: "This passkey is set up already. Choose another one."})
	case errors.Is(err, report.ErrNotFound):
		return c.JSON(http.StatusNotFound, passkeyReply{Error: "This took too long, or there is no passkey to use. Try again."})
	}
	return err
}
