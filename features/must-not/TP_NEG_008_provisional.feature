@TP_NEG_008
Feature: TP_NEG_008 A provisional response is not charged

  OMA CR 6.2.3.2 step 1. The 200 OK is the occasion; here none comes.

  Scenario: Bob lets it ring and then refuses
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob lets it ring and then refuses
    Then the Charging Enabler receives no SessionRequest(interim) before Bob refuses
