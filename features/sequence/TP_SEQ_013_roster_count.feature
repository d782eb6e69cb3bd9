@TP_SEQ_013
Feature: TP_SEQ_013 The roster counts as the records do

  RFC 4575 5.5 and 3GPP TS 32.299 7.2.117. Whoever watches the roster is told how many are in, and so is the Charging Enabler; what was seen is told.

  Scenario: Bob arrives, and Carol watches the roster
    Given Alice is in a conference with Carol, and it rings at Bob
    And Carol watches the roster of the conference of Alice
    When Bob accepts the invitation
    Then it is told whether the roster counts as the record of Bob's arrival does
