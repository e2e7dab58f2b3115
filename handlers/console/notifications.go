package console

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/notify"
	"lerr/internal/urls"
	"lerr/views/console"
)

// maxDeliveries limits the deliveries on the page.
const maxDeliveries = 50

// showNotifications shows whom notifications reach, without secrets, and the last deliveries.
func (s *Site) showNotifications(c echo.Context) error {
	m := console.NotificationsPage{ConsolePage: s.page(c, "Notifications")}
	if s.Notifications != nil {
		for _, channel := range s.Notifications.Channels {
			m.Channels = append(m.Channels, channel.Description())
		}
		var err error
		if m.Deliveries, err = s.Notifications.Outbox.Deliveries(c.Request().Context(), maxDeliveries); err != nil {
			return err
		}
	}
	m.GiveUpAfter = notify.GiveUpAfter
	return render(c, http.StatusOK, console.Notifications(m))
}

// testNotifications sends a test to everybody who is told. It does not wait for the delivery.
func (s *Site) testNotifications(c echo.Context) error {
	if err := s.Publisher.TestNotifications(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	return done(c, urls.Notifications, "tested")
}
