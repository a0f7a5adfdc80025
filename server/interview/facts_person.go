package interview

// PersonCreated starts a person's stream. SecretHash proves the browser's cookie.
type PersonCreated struct {
	Person     PersonID `json:"person"`
	SecretHash string   `json:"secret_hash"`
}

// PersonNamed is the name a person goes by from now on.
type PersonNamed struct {
	Name string `json:"name"`
}

// PersonContentSeen says that a person opened what spoils a problem, outside of any session.
type PersonContentSeen struct {
	// Problem is "pack/slug", Hash the wording.
	Problem string `json:"problem"`
	Unit    string `json:"unit"`
	Hash    string `json:"hash"`
}

// PersonKeyIssued is the only event of a personal key's own stream, which is named after the key's
// hash: whose history the key opens.
type PersonKeyIssued struct {
	Person PersonID `json:"person"`
}

// PersonKeyMade says that a person has a new personal key; an earlier one opens nothing any more.
type PersonKeyMade struct {
	KeyHash string `json:"key_hash"`
}

// PersonKeyRevoked says that a person's key opens nothing any more.
type PersonKeyRevoked struct{}

// PersonBrowserAdded makes another browser the person; SecretHash proves its cookie.
type PersonBrowserAdded struct {
	SecretHash string `json:"secret_hash"`
}

// PersonBrowsersClosed takes the person from every browser but the one whose cookie Keep proves.
type PersonBrowsersClosed struct {
	Keep string `json:"keep"`
}

// PersonTookOver says that another person's history is part of this one from now on, and
// PersonMerged, in the other's stream, whose it became.
type (
	PersonTookOver struct {
		Person PersonID `json:"person"`
	}
	PersonMerged struct {
		Into PersonID `json:"into"`
	}
)

func (PersonCreated) Kind() Kind        { return "person.created" }
func (PersonNamed) Kind() Kind          { return "person.named" }
func (PersonContentSeen) Kind() Kind    { return "person.content_seen" }
func (PersonKeyIssued) Kind() Kind      { return "person.key_issued" }
func (PersonKeyMade) Kind() Kind        { return "person.key_made" }
func (PersonKeyRevoked) Kind() Kind     { return "person.key_revoked" }
func (PersonBrowserAdded) Kind() Kind   { return "person.browser_added" }
func (PersonBrowsersClosed) Kind() Kind { return "person.browsers_closed" }
func (PersonTookOver) Kind() Kind       { return "person.took_over" }
func (PersonMerged) Kind() Kind         { return "person.merged" }
