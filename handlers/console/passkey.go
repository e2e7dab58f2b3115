package console

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
)

// passkeyRequest is the body that a page's script sends with the browser's passkey.
type passkeyRequest struct {
	Label      string          `json:"label"`
	Next       string          `json:"next"`
	Credential json.RawMessage `json:"answer"` // a PublicKeyCredential
}

// passkeyReply is the response to the script.
type passkeyReply struct {
	To       string `json:"to,omitempty"`       // address of the next page
	Recovery bool   `json:"recovery,omitempty"` // the script must make recovery codes first
	Error    string `json:"error,omitempty"`    // a sentence for the person
}

// readPasskey parses the body of a script's request.
func readPasskey(c echo.Context) (passkeyRequest, error) {
	var r passkeyRequest
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err := json.NewDecoder(c.Request().Body).Decode(&r); err != nil || kind != "application/json" {
		return r, echo.NewHTTPError(http.StatusBadRequest)
	}
	return r, nil
}

// refusePasskey sends the script an error that the person can act on. It returns any other error.
// wrong is the text for a passkey that is not right.
func (s *Site) refusePasskey(c echo.Context, err error, next, wrong string) error {
	var throttled staff.Throttled
	switch {
	case lacking(err) != "":
		return c.JSON(http.StatusUnauthorized, passkeyReply{To: urls.WithNext(lacking(err), local(next))})
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
