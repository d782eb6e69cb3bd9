@TP_ARR_017
Feature: TP_ARR_017 An arrival interim bears a Call-ID of its legs

  3GPP TS 32.299 7.2.242. User-Session-Id is a Call-ID of the conference.

  Scenario: Bob was invited
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's User-Session-Id is a Call-ID of the conference
