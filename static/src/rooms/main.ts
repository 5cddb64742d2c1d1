import '../shared/tokens.css'
