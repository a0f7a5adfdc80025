package interview

// ClarificationAnswered is a question of the kit that the interviewer answered; everybody reads it.
type ClarificationAnswered struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// HintAsked is the candidate's wish for a hint, HintDeclined the interviewer's "not now".
type (
	HintAsked    struct{}
	HintDeclined struct{}
)

// HintGiven is a rung of the ladder of a checklist's item: 1 gentle, 2 pointed, 3 explicit. Which
// item it belongs to is shown only to those who know the checklist.
type HintGiven struct {
	Phase Phase  `json:"phase,omitempty"`
	Item  string `json:"item,omitempty"`
	Rung  int    `json:"rung"`
	Text  string `json:"text"`
}

// DiveChosen is which topics the interviewer takes, in their order; for those who have the kit.
type DiveChosen struct {
	Dives []string `json:"dives"`
}

// ProbeAsked is a question of a dive that was asked; everybody reads it with the dive's title.
type ProbeAsked struct {
	Dive  string `json:"dive"`
	Title string `json:"title"`
	Index int    `json:"index"`
	Text  string `json:"text"`
}

// FollowupDealt is a follow-up that was put to the candidate; everybody reads its text.
type FollowupDealt struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// ChecklistSeen says that items, as "phase/item", are on the board for the first time. It is caused
// by the server and for those who have the kit; nobody sees it in an exam.
type ChecklistSeen struct {
	Items []string `json:"items"`
}

// ContentSeen says that a participant was given what spoils the problem. It stays on the server.
type ContentSeen struct {
	Participant ParticipantID `json:"participant"`
	Unit        string        `json:"unit"`
	Hash        string        `json:"hash"`
}

// InterviewerRated is the candidate's word on the interviewer after the reveal, for everybody:
// Prepared, Listened and Fair (were the hints?) from 1 to 4, and whether they would do it again.
// A later one replaces it.
type InterviewerRated struct {
	Prepared int    `json:"prepared"`
	Listened int    `json:"listened"`
	Fair     int    `json:"fair"`
	Again    bool   `json:"again"`
	Words    string `json:"words"`
}

func (ClarificationAnswered) Kind() Kind { return "clarification.answered" }
func (HintAsked) Kind() Kind             { return "hint.asked" }
func (HintDeclined) Kind() Kind          { return "hint.declined" }
func (HintGiven) Kind() Kind             { return "hint.given" }
func (DiveChosen) Kind() Kind            { return "dive.chosen" }
func (ProbeAsked) Kind() Kind            { return "probe.asked" }
func (FollowupDealt) Kind() Kind         { return "followup.dealt" }
func (ChecklistSeen) Kind() Kind         { return "checklist.seen" }
func (ContentSeen) Kind() Kind           { return "content.seen" }
func (InterviewerRated) Kind() Kind      { return "interviewer.rated" }
