// Package staff decides who may do what on the console: accounts, passwords, second factors,
// sessions, roles. It is the only user of argon2, otp and go-webauthn.
//
// It knows no SQL and no HTTP; Store declares the database methods that it calls. Start reading at
// service.go, then signin.go.
package staff
