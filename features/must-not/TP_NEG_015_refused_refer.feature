@TP_NEG_015
Feature: TP_NEG_015 A REFER whose target refuses is not charged

  OMA CR 6.2.3.2. REFER, 202 and NOTIFY are no arrival, and nobody arrived.

  Scenario: Alice adds Bob, who refuses
    Given Alice is in a conference with Carol
    When Alice adds Bob to the conference, who lets it ring and then refuses
    Then the Charging Enabler receives no SessionRequest(interim) for Bob's refused referral
