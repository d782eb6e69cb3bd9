@TP_ARR_022
Feature: TP_ARR_022 An arrival interim tells the newcomer's media

  3GPP TS 32.260 T6.3.2.1. Where SDP is reported, SDP-Media-Component of who comes in is message over MSRP.

  Scenario: Bob accepts an invitation to send messages
    Given Alice is in a conference with Carol, and it rings at Bob
    When Bob accepts the invitation
    Then the Charging Enabler receives one SessionRequest(interim) for Bob's arrival
    And that record's SDP-Media-Component is of messages over MSRP
