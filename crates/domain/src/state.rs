//! The states and kinds of things, each a word of the product.

use crate::sql::words;

words! {
    /// Where a message is in its life.
    MessageState {
        /// Nobody has looked at it.
        New = "new",
        /// A member works on it, under a lease.
        Claimed = "claimed",
        /// It has a disposition.
        Done = "done",
    }
}

words! {
    /// How a message was settled.
    Disposition {
        /// It holds at least one request.
        Logged = "logged",
        /// It got an answer and asks for nothing.
        Answered = "answered",
        /// Deliberately not answered, for a stated reason.
        NoReplyNeeded = "no_reply_needed",
        /// Not from a person with a purpose.
        Spam = "spam",
    }
}

words! {
    /// Where a feature is on its way.
    FeatureStatus {
        /// Collected.
        Open = "open",
        /// Decided.
        Planned = "planned",
        /// Being built.
        InProgress = "in_progress",
        /// In a release that was shipped and not recalled.
        Shipped = "shipped",
        /// Will not be built.
        Declined = "declined",
    }
}

words! {
    /// What a person says about a feature. Only those who ask are owed a follow-up.
    RequestKind {
        /// Wants it.
        Asks = "asks",
        /// Speaks of it.
        Mentions = "mentions",
        /// Does not want it.
        Against = "against",
    }
}

words! {
    /// The two catalogues of tags.
    Catalogue {
        /// Tags of messages.
        Message = "message",
        /// Tags of features.
        Feature = "feature",
    }
}

words! {
    /// Where a release is in its life.
    ReleaseStatus {
        /// Being put together.
        Draft = "draft",
        /// Has a date.
        Scheduled = "scheduled",
        /// Out.
        Shipped = "shipped",
        /// Taken back.
        Recalled = "recalled",
    }
}

words! {
    /// Where a follow-up is in its life.
    FollowUpState {
        /// Visible, not workable: shipping can still be undone.
        Settling = "settling",
        /// In the queue.
        Open = "open",
        /// A responder works on it, under a lease.
        Claimed = "claimed",
        /// Its reply is on the way.
        Replying = "replying",
        /// The person was told.
        Told = "told",
        /// Comes back at a time.
        Snoozed = "snoozed",
        /// Waits for something named in its reason.
        Held = "held",
        /// A member decided that it is not needed.
        Skipped = "skipped",
        /// No longer owed.
        Withdrawn = "withdrawn",
    }
}

impl FollowUpState {
    /// Whether more features can join it: the states of law 3, of which a person has at most one follow-up.
    pub fn is_live(self) -> bool {
        match self {
            Self::Settling | Self::Open | Self::Claimed | Self::Replying | Self::Snoozed | Self::Held => true,
            Self::Told | Self::Skipped | Self::Withdrawn => false,
        }
    }
}

words! {
    /// Where one feature of a follow-up stands.
    ItemState {
        /// The person is to be told.
        Owed = "owed",
        /// Waits for something named in its reason.
        Held = "held",
        /// The person was told.
        Told = "told",
        /// A member decided against it.
        Skipped = "skipped",
        /// No longer owed, or never to be told.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Where one person stands with a feature: told, or what stands in the way of telling them.
    Standing {
        /// The person was told.
        Told = "told",
        /// The person is to be told.
        Owed = "owed",
        /// Their item waits for something named in its reason.
        Held = "held",
        /// The person asked to stop.
        OptedOut = "opted_out",
        /// A member decided against telling them.
        Skipped = "skipped",
        /// No longer to be told.
        Withdrawn = "withdrawn",
        /// The feature is not out.
        WaitingForShip = "waiting_for_ship",
        /// The person speaks of the feature without asking for it.
        NotAsking = "not_asking",
    }
}

words! {
    /// Whether what shipped answers what the person asked.
    Answer {
        /// It does.
        Yes = "yes",
        /// It does in part: the person is told, and the rest stays a request.
        Partly = "partly",
        /// It does not: the item is dropped, and the request stays open.
        No = "no",
    }
}

words! {
    /// Why a follow-up or an item is held, skipped or withdrawn.
    Reason {
        /// The release is not out for everyone yet.
        AudienceNotReached = "audience_not_reached",
        /// The request was imported or linked in bulk: a person says go.
        History = "history",
        /// The person asked to stop.
        OptedOut = "opted_out",
        /// The account no longer exists.
        AccountGone = "account_gone",
        /// The thread takes no replies.
        ThreadClosed = "thread_closed",
        /// The author is one of us.
        Ours = "ours",
        /// What shipped does not answer what the person asked.
        DoesNotAnswer = "does_not_answer",
        /// The person knows.
        AlreadyKnows = "already_knows",
        /// A member skipped it for a reason of their own.
        NotNeeded = "not_needed",
        /// The release was recalled, or the feature left it.
        Recalled = "recalled",
        /// The request was withdrawn.
        RequestWithdrawn = "request_withdrawn",
        /// The feature was merged or unmerged.
        FeatureMerged = "feature_merged",
        /// The person was merged or unmerged; another follow-up carries on.
        PersonMerged = "person_merged",
    }
}

impl Reason {
    /// The reasons that a member may give for skipping a follow-up.
    pub const FOR_SKIPPING: &'static [Reason] =
        &[Self::DoesNotAnswer, Self::AlreadyKnows, Self::NotNeeded, Self::ThreadClosed, Self::AccountGone];

    /// The reason in words, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::AudienceNotReached => "audience not reached",
            Self::History => "imported history, waiting for a go",
            Self::OptedOut => "opted out",
            Self::AccountGone => "account gone",
            Self::ThreadClosed => "thread closed",
            Self::Ours => "ours",
            Self::DoesNotAnswer => "does not answer it",
            Self::AlreadyKnows => "already knows",
            Self::NotNeeded => "not needed",
            Self::Recalled => "recalled",
            Self::RequestWithdrawn => "request withdrawn",
            Self::FeatureMerged => "feature merged",
            Self::PersonMerged => "person merged",
        }
    }
}
