"""The analysts' cookbook: questions with their SQL, answered by the sample, as a page with pictures that tests hold."""
