package interview

// MemberID names somebody's part in one group. Members are shown to one another by it; persons never
// are.
type MemberID string

// GroupRole is what somebody is in a group.
type GroupRole string

// Roles in a group. A mentor also scores the sessions that members open to the group.
const (
	GroupMember GroupRole = "member"
	GroupMentor GroupRole = "mentor"
)

// GroupMade starts a group's stream. Who made it is its first mentor and runs it.
type GroupMade struct {
	Name   string   `json:"name"`
	Member MemberID `json:"member"`
	Person PersonID `json:"person"`
}

// GroupNamed gives the group another name.
type GroupNamed struct {
	Name string `json:"name"`
}

// GroupInvited is a link into the group: whoever brings its key joins in that role.
type GroupInvited struct {
	Invite  string    `json:"invite"`
	Role    GroupRole `json:"role"`
	KeyHash string    `json:"key_hash"`
}

// GroupInviteRevoked closes a link. Who came by it stays.
type GroupInviteRevoked struct {
	Invite string `json:"invite"`
}

// GroupJoined lets somebody in.
type GroupJoined struct {
	Member MemberID  `json:"member"`
	Person PersonID  `json:"person"`
	Role   GroupRole `json:"role"`
	Invite string    `json:"invite"`
}

// GroupLeft says that somebody is not in the group any more: they went, were removed, or erased
// themselves. Where they ran it, the one who has been a mentor longest does from now on, else the one
// who has been in it longest.
type GroupLeft struct {
	Member MemberID `json:"member"`
}

// GroupRoleSet makes a member a mentor, or the reverse.
type GroupRoleSet struct {
	Member MemberID  `json:"member"`
	Role   GroupRole `json:"role"`
}

// GroupHandedOver says who runs the group from now on.
type GroupHandedOver struct {
	Member MemberID `json:"member"`
}

// GroupMerged says that a member's history has become part of another person's, who is the member
// from now on.
type GroupMerged struct {
	Member MemberID `json:"member"`
	Person PersonID `json:"person"`
}

// GroupErased remembers in the server's stream that a group was deleted, or that nobody was left in it.
type GroupErased struct {
	Group string `json:"group"`
	By    Eraser `json:"by"`
}

func (GroupMade) Kind() Kind          { return "group.made" }
func (GroupNamed) Kind() Kind         { return "group.named" }
func (GroupInvited) Kind() Kind       { return "group.invited" }
func (GroupInviteRevoked) Kind() Kind { return "group.invite_revoked" }
func (GroupJoined) Kind() Kind        { return "group.joined" }
func (GroupLeft) Kind() Kind          { return "group.left" }
func (GroupRoleSet) Kind() Kind       { return "group.role_set" }
func (GroupHandedOver) Kind() Kind    { return "group.handed_over" }
func (GroupMerged) Kind() Kind        { return "group.merged" }
func (GroupErased) Kind() Kind        { return "server.group_erased" }
