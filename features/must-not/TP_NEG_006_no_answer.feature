@TP_NEG_006
Feature: TP_NEG_006 An invitation that nobody answers is not charged

  3GPP TS 32.299 6.1.0; RFC 3261 17.1.1.2. Timer B ends it: nobody arrived.

  Scenario: Bob does not answer at all
    Given Bob will not answer
    And Alice is in a conference with Carol
    When Alice adds Bob to the conference, who does not answer
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's unanswered invitation
