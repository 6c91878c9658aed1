echo "There was a project and things got tense. Mistakes were made. I learned a lot, communication is key." |
    "$FAILWISE" audit
