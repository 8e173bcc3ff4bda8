-- A document that is taken out of every view and export, because a person says so (transcripts suppress), until it is undone.
ALTER TABLE corpus.hidden DROP CONSTRAINT hidden_because_check;
ALTER TABLE corpus.hidden ADD CONSTRAINT hidden_because_check
    CHECK (because IN ('suppressed', 'set_aside', 'superseded', 'same_document'));
