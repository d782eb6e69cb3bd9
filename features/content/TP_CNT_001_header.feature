@TP_CNT_001
Feature: TP_CNT_001 The Diameter header of every record

  RFC 6733 3; 3GPP TS 32.299 6.2.2. Version 1, command 271, R and P set, E clear, application 3.

  Scenario: START, INTERIM and STOP of one conference
    Given Alice is in a conference with Bob and Carol
    When Bob leaves the conference
    Then every record of Alice's conference keeps the rule "acr-header"
