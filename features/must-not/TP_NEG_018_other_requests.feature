@TP_NEG_018
Feature: TP_NEG_018 What changes no attendance is not charged

  OMA CR 6.2.3.2 step 1. The occasions are INVITE and BYE; LV-09: an EVENT is legal.

  Scenario: Bob watches the roster and speaks
    Given Alice is in a conference with Bob and Carol
    And Bob asks for the roster of the conference of Alice
    When Bob sends OPTIONS, INFO and MESSAGE in the conference
    Then the Charging Enabler receives no SessionRequest(interim) for what Bob sent
