@TP_CNT_002
Feature: TP_CNT_002 The mandatory AVPs of every record

  3GPP TS 32.299 T6.2.2.1. All six mandatory AVPs once, Session-Id first.

  Scenario: START, INTERIM and STOP of one conference
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then every record of Alice's conference keeps the rule "acr-mandatory-avps"
