/** @file Talk about the conversation itself: "what are my rules?", "start over". */

import type { GrammarRule } from '../draft.ts'
import { phrases } from '../words.ts'

const rulesCues = phrases(`
what are my rules|what rules do i have|what rules are there|which rules do i have|which rules apply|which rules hold|what rules apply|whats my rules|show my rules|show me my rules|list my rules|list the rules|tell me my rules|my rules|what are the rules
do i have rules|do i have any rules|what do you know about me|what have i told you|what did i tell you|what do you remember|what do you remember about me|what are my preferences|what are my filters|show my preferences|show me my preferences|my preferences
what are you avoiding|what are you leaving out|what do you leave out|what rules are you keeping to|what rules are in force|remind me of my rules`)
const restartCues = phrases(`
start over|start again|start afresh|start fresh|start anew|lets start over|lets start again|lets start afresh|can we start over|could we start over|begin again|from scratch|start from scratch|lets start from scratch|new search|a new search|clean slate
fresh start|reset|restart|new conversation|start a new search|start a new conversation|forget this conversation|lets begin again|from the top|from the beginning`)

/** How the two are told to whoever words the reply. */
export const aboutRules = 'a question about your rules'
export const startingOver = 'starting over'

export const readStanding: GrammarRule = (sentence, at) => {
  const asked = sentence.cue(at, rulesCues)
  const tail = sentence.cue(at + asked, ['now', 'again', 'right now', 'at the moment', 'so far', 'please'])
  if (asked > 0 && sentence.ends(at + asked + tail))
    return {
      length: asked + tail,
      as: aboutRules,
      take(draft) {
        draft.act = 'help'
      },
    }
  const over = sentence.cue(at, restartCues)
  const please = sentence.cue(at + over, ['please', 'now', 'then'])
  if (over === 0 || !sentence.ends(at + over + please)) return undefined
  return {
    length: over + please,
    as: startingOver,
    take(draft) {
      draft.afresh = true
    },
  }
}
